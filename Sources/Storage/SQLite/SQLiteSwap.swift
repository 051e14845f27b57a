import Domain
import GRDB

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Replaces the file of an SQLite database atomically, while no process has it open.
///
/// A remaining `-wal` file would be replayed into the new file. So the old database first leaves WAL mode, which SQLite
/// allows only while no other process has it open (https://www.sqlite.org/wal.html, 6).
struct SQLiteSwap {
    let file: String
    let now: Timestamp

    /// - Returns: the path of the kept old file; `nil` when there was none.
    /// - Throws: `locked` when another process has the database open.
    func put(_ new: PartialFile) throws -> String? {
        let kept = freeName("\(file).before-restore-\(now.rfc3339.filter { $0 != "-" && $0 != ":" })")
        guard PartialFile.size(of: file) != nil else {
            // Of a file that was deleted while it was in use: its log remains, and belongs to no other.
            for end in ["-wal", "-shm"] where PartialFile.size(of: file + end) != nil { rename(file + end, kept + end) }
            try new.keep()
            return nil
        }
        let exchanged: Result<Void, any Error>
        do throws(ArchiveFailure) {
            exchanged = try withExclusiveAccess { exchange(new, keeping: kept) }
        } catch {
            guard error.kind == .corrupt else { throw error }
            // A damaged file cannot be locked; a log, if any, belongs to it.
            exchanged = exchange(new, keeping: kept)
        }
        try exchanged.get()
        return kept
    }

    /// Two restores may fall into one second.
    private func freeName(_ name: String) -> String {
        var (free, number) = (name, 1)
        while PartialFile.size(of: free) != nil {
            number += 1
            free = "\(name)-\(number)"
        }
        return free
    }

    /// The old file gets a second name before the rename, so that there is always a file of the original name.
    private func exchange(_ new: PartialFile, keeping kept: String) -> Result<Void, any Error> {
        guard link(file, kept) == 0 else { return .failure(BackupFailure.file(kept, .write, code: errno)) }
        let logs = ["-wal", "-shm"].filter { PartialFile.size(of: file + $0) != nil }
        for end in logs { rename(file + end, kept + end) }
        do {
            return .success(try new.keep())
        } catch {
            for end in logs { rename(kept + end, file + end) }
            // Only a second name may go: were the first one gone, this would be the last of the old database.
            if PartialFile.isSame(file, kept) { unlink(kept) }
            return .failure(error)
        }
    }

    /// Runs the body while no other process has the database open.
    private func withExclusiveAccess<Value>(_ body: () -> Value) throws(ArchiveFailure) -> Value {
        let described = SQLiteFile(path: file, place: file)
        do throws(ArchiveFailure) {
            return try described.translated {
                var configuration = Configuration()
                configuration.busyMode = .timeout(1)
                let queue = try DatabaseQueue(path: file, configuration: configuration)
                let value = try queue.writeWithoutTransaction { database in
                    _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
                    try database.execute(sql: "BEGIN EXCLUSIVE")
                    defer { try? database.execute(sql: "ROLLBACK") }
                    return body()
                }
                // The file may have been exchanged: what fails now is no failure of that.
                try? queue.close()
                return value
            }
        } catch  where error.kind == .locked {
            throw ArchiveFailure(
                .locked,
                Phrase("\(file) is open in another process", fr: "\(file) est ouverte par un autre processus"),
                hint: Database.stopHint)
        }
    }
}
