import Domain
import GRDB

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Puts another file in the place of an SQLite database, in one step, while nobody has it open.
///
/// A log (`-wal`) that stayed behind would be replayed into the new file. So the old database is first brought out of WAL mode, for which
/// SQLite demands, and thereby proves, that nobody else has it open (https://www.sqlite.org/wal.html, 6).
struct SQLiteSwap {
    let file: String
    let now: Timestamp

    /// - Returns: where the old file is kept; `nil` when there was none.
    /// - Throws: `locked` when another process has the database open.
    func put(_ new: PartialFile) throws(ArchiveFailure) -> String? {
        guard PartialFile.size(of: file) != nil else {
            try new.keep()
            return nil
        }
        let kept = "\(file).before-restore-\(now.rfc3339.filter { $0 != "-" && $0 != ":" })"
        do throws(ArchiveFailure) {
            try whileAlone { () throws(ArchiveFailure) in try exchange(new, keeping: kept) }
        } catch  where error.kind == .corrupt {
            // It cannot be locked in any way; its log, if it has one, belongs to it.
            try exchange(new, keeping: kept)
        }
        return kept
    }

    /// For a moment the old file has two names; then the new one has the name, and there is no moment at which nobody has it.
    private func exchange(_ new: PartialFile, keeping kept: String) throws(ArchiveFailure) {
        guard link(file, kept) == 0 else {
            throw FileFailure.failure(errno, "\(file) cannot be kept as \(kept)", path: file)
        }
        for end in ["-wal", "-shm"] where PartialFile.size(of: file + end) != nil { rename(file + end, kept + end) }
        do throws(ArchiveFailure) {
            try new.keep()
        } catch {
            unlink(kept)
            throw error
        }
    }

    private func whileAlone(_ body: () throws(ArchiveFailure) -> Void) throws(ArchiveFailure) {
        let described = SQLiteFile(path: file, place: file)
        do throws(ArchiveFailure) {
            try described.translated {
                var configuration = Configuration()
                configuration.busyMode = .timeout(1)
                let queue = try DatabaseQueue(path: file, configuration: configuration)
                try queue.writeWithoutTransaction { database in
                    _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
                    try database.inTransaction(.exclusive) {
                        try body()
                        return .rollback
                    }
                }
                try queue.close()
            }
        } catch  where error.kind == .locked {
            throw ArchiveFailure(.locked, "\(file) is open in another process", hint: Database.stopHint)
        }
    }
}
