import Domain
import FoundationEssentials
import GRDB
import OperatingSystem
import Synchronization

/// The connections to an SQLite file, reopened once the path leads to another file.
///
/// SQLite itself would go on with the deleted file until the process ends
/// (https://sqlite.org/howtocorrupt.html#_unlinking_or_renaming_a_database_file_while_in_use).
final class SQLitePool: Sendable {
    private let file: SQLiteFile
    private let readers: Int
    private let opened: Mutex<Opened>

    private struct Opened {
        let pool: DatabasePool
        let database: FileIdentity?
        /// That of the write-ahead log.
        let log: FileIdentity?

        init(_ pool: DatabasePool, of file: SQLiteFile) {
            self.pool = pool
            database = FileIdentity(file.path)
            log = FileIdentity(file.path + "-wal")
        }
    }

    init(_ file: SQLiteFile, create: Bool, readers: Int) throws(ArchiveFailure) {
        self.file = file
        self.readers = readers
        opened = Mutex(Opened(try file.open(create: create, readers: readers), of: file))
    }

    /// The connections to the present file. Costs one stat(2) while the file is the same.
    /// - Throws: `replaced` when there is no file any more; what opening another one throws.
    func current() throws(ArchiveFailure) -> DatabasePool {
        let result: Result<DatabasePool, ArchiveFailure> = opened.withLock { opened in
            guard let present = FileIdentity(file.path) else { return .failure(file.deleted) }
            guard present != opened.database else { return .success(opened.pool) }
            setLogAside(of: opened)
            do throws(ArchiveFailure) {
                // The old connections close with their last use; SQLite neither checkpoints nor deletes the log of a
                // file that has moved.
                opened = Opened(try file.open(create: false, readers: readers), of: file)
                return .success(opened.pool)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The log of the old file would be replayed into the new one, which damages it.
    private func setLogAside(of old: Opened) {
        let log = file.path + "-wal"
        guard let known = old.log, FileIdentity(log) == known else { return }
        let files = FileManager.default
        let kept = log + ".of-replaced-file"
        try? files.removeItem(atPath: kept)
        try? files.moveItem(atPath: log, toPath: kept)
        try? files.removeItem(atPath: file.path + "-shm")
    }

    /// Checkpoints the log, so that the file alone is complete; while another process reads from it, the last one to
    /// close does so.
    func close() {
        opened.withLock { opened in
            if FileIdentity(file.path) == opened.database {
                try? opened.pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            }
            try? opened.pool.close()
        }
    }
}

extension SQLiteFile {
    /// The failure of a file that was deleted while it was in use.
    var deleted: ArchiveFailure {
        var failure = failure(
            .replaced, Phrase("was deleted while it was in use", fr: "a été supprimée pendant son utilisation"),
            hint: Phrase(
                "restore the latest backup into the path of DATABASE_URL; without one, bitcoin-analyzer migrate makes "
                    + "an empty database",
                fr: "restaurez la dernière sauvegarde à l’emplacement de DATABASE_URL\u{A0}; sans sauvegarde, "
                    + "bitcoin-analyzer migrate crée une base vide"),
            "stat(2): no such file")
        failure.command = "bitcoin-analyzer restore BACKUP --force"
        return failure
    }
}
