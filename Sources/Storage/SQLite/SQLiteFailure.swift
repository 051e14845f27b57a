import Domain
import FoundationEssentials
import GRDB

extension SQLiteFile {
    /// Runs the body, and tells its errors in our words.
    func translated<Value>(_ body: () throws -> Value) throws(ArchiveFailure) -> Value {
        do {
            return try body()
        } catch let failure as ArchiveFailure {
            throw failure
        } catch let error as DatabaseError {
            throw failure(error)
        } catch {
            throw failure(.statement, "failed: \(error)", hint: "report this as a bug")
        }
    }

    func failure(_ kind: ArchiveFailure.Kind, _ what: String, hint: String) -> ArchiveFailure {
        ArchiveFailure(kind, "\(place) \(what)", hint: hint)
    }

    /// The meaning of the result codes: https://sqlite.org/rescode.html
    func failure(_ error: DatabaseError) -> ArchiveFailure {
        let said = error.message ?? error.resultCode.description
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL:
            return failure(
                .locked, "is locked by another process (\(said))",
                hint: "try again; if it stays, find who holds the file named in DATABASE_URL: fuser -v '\(path)'")
        case .SQLITE_FULL:
            return failure(
                .diskFull, "cannot grow: the disk is full",
                hint: "free some space: df -h '\(folder)'; nothing was half written")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            return failure(
                .readOnly, "cannot be written (\(said))",
                hint: "let this user write the file named in DATABASE_URL and its folder: ls -ld '\(folder)' '\(path)'")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT:
            return failure(
                .corrupt, "is damaged, or is not an SQLite database (\(said))",
                hint: "check the path in DATABASE_URL; if it was this program's, put a copy of it back in its place")
        case .SQLITE_CANTOPEN:
            return cannotOpen(said)
        case .SQLITE_IOERR, .SQLITE_NOLFS:
            return failure(
                .unreachable, "cannot be read or written (\(said))",
                hint: "check the disk that DATABASE_URL points to: dmesg, df -h '\(folder)'")
        case .SQLITE_ERROR where said.hasPrefix("no such table"):
            return failure(
                .notMigrated, "lacks a table (\(said))", hint: "run bitcoin-analyzer migrate, or check DATABASE_URL")
        default:
            return failure(.statement, "refused a statement (\(said))", hint: "report this as a bug")
        }
    }

    private func cannotOpen(_ said: String) -> ArchiveFailure {
        if FileManager.default.fileExists(atPath: path) {
            failure(
                .readOnly, "cannot be opened (\(said))",
                hint: "let this user write the file named in DATABASE_URL and its folder: ls -ld '\(folder)' '\(path)'")
        } else {
            failure(
                .notFound, "cannot be created in \(folder) (\(said))",
                hint: "let this user write that folder (ls -ld '\(folder)'), or change DATABASE_URL")
        }
    }
}
