import Domain
import FoundationEssentials
import GRDB
import OperatingSystem
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The connections to an SQLite file, reopened once the path leads to another file.
///
/// SQLite itself would go on with the deleted file until the process ends
/// (https://sqlite.org/howtocorrupt.html#_unlinking_or_renaming_a_database_file_while_in_use).
final class SQLitePool: Sendable {
    private let file: SQLiteFile
    private let readers: Int
    private let opened: Mutex<Opened>
    private let refused = Mutex<Refused?>(nil)

    /// A file that cannot be used in place of the one before.
    private struct Refused {
        let file: FileIdentity
        let failure: ArchiveFailure
        let at: ContinuousClock.Instant

        /// How long it is not looked at again: its schema may be migrated in place.
        private static let pause: Duration = .seconds(2)

        var isCurrent: Bool { ContinuousClock.now < at + Self.pause }
    }

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
    /// - Throws: `replaced` when there is no file any more; `readOnly` when it may not be used any more; what opening
    ///   another one throws; `notMigrated`, `newer` or `originMismatch` when that does not continue the first one.
    func current() throws(ArchiveFailure) -> DatabasePool {
        let result: Result<DatabasePool, ArchiveFailure> = opened.withLock { opened in
            switch FileIdentity.lookup(file.path) {
            case .missing: return .failure(file.deleted)
            case .failed(EACCES): return .failure(file.notPermitted)
            // The file is open already, and what is wrong with the path may pass.
            case .failed: return .success(opened.pool)
            case .found(opened.database): return .success(opened.pool)
            case .found(let other):
                if let known = refused.withLock({ $0 }), known.file == other, known.isCurrent {
                    return .failure(known.failure)
                }
                do throws(ArchiveFailure) {
                    return .success(try replace(&opened))
                } catch {
                    let isRefused = [.originMismatch, .newer, .notMigrated].contains(error.kind)
                    refused.withLock { $0 = isRefused ? Refused(file: other, failure: error, at: .now) : nil }
                    return .failure(error)
                }
            }
        }
        return try result.get()
    }

    /// Opens the file that the path leads to now. One that is refused leaves the old file its log: it may come back.
    private func replace(_ opened: inout Opened) throws(ArchiveFailure) -> DatabasePool {
        let origin = try file.origin(of: opened.pool)
        let log = FileIdentity(file.path + "-wal")
        // A file that came with a log of its own cannot be judged without it.
        if log == nil || log == opened.log { try file.requireContinuationWithoutLog(of: origin) }
        setLogAside(of: opened)
        // The old connections close with their last use; SQLite neither checkpoints nor deletes the log of a file that
        // has moved.
        let new = Opened(try file.open(create: false, readers: readers), of: file)
        try file.requireContinuation(in: new.pool, of: origin)
        opened = new
        return new.pool
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

    /// Checkpoints the log, so that the file alone is complete; while another process uses it, the last one to close
    /// does so. Does not wait for the lock of another process: whoever closes may have to end in time.
    func close() {
        opened.withLock { opened in
            if FileIdentity(file.path) == opened.database {
                try? opened.pool.writeWithoutTransaction { database in
                    try database.execute(sql: "PRAGMA busy_timeout = 0")
                    _ = try database.checkpoint(.truncate)
                }
            }
            try? opened.pool.close()
        }
    }
}

extension SQLiteFile {
    /// The origin of the data in a file that may have moved: over the one connection that is open for certain, as
    /// another would open the new file.
    fileprivate func origin(of pool: DatabasePool) throws(ArchiveFailure) -> DataOrigin? {
        try? translated {
            try pool.writeWithoutTransaction {
                try OriginStore.origin(in: SQLiteConnection(database: $0, file: self))
            }
        }
    }

    /// As ``requireContinuation(in:of:)``, without the write-ahead log at the path, which is that of another file, and
    /// without making one (https://sqlite.org/uri.html#uriimmutable).
    fileprivate func requireContinuationWithoutLog(of origin: DataOrigin?) throws(ArchiveFailure) {
        try prepareFolder(create: false)
        try requireUnplanted()
        var configuration = Self.configuration
        configuration.readonly = true
        let escaped = path.replacing("%", with: "%25").replacing("?", with: "%3f").replacing("#", with: "%23")
        let address = (escaped.hasPrefix("/") ? "file://" : "file:") + escaped + "?immutable=1"
        let alone = try translated { try DatabaseQueue(path: address, configuration: configuration) }
        defer { try? alone.close() }
        try requireContinuation(in: alone, of: origin)
    }

    /// - Throws: `notMigrated`, `newer` or `originMismatch` unless a file can be used in place of another one.
    fileprivate func requireContinuation(in reader: some DatabaseReader, of origin: DataOrigin?) throws(ArchiveFailure)
    {
        try translated {
            try reader.read { database in
                let connection = SQLiteConnection(database: database, file: self)
                let schema = try Self.schema(in: connection)
                guard schema <= Migration.newest else {
                    throw ArchiveFailure.newer(place, schema: schema, known: Migration.newest)
                }
                guard schema == Migration.newest else {
                    throw ArchiveFailure.notMigrated(place, schema: schema, known: Migration.newest)
                }
                guard let origin, let found = try OriginStore.origin(in: connection) else { return }
                guard found == origin else { throw ArchiveFailure.originMismatch(place, found: found, wanted: origin) }
            }
        }
    }

    /// 0 for a file without our tables.
    private static func schema(in database: any SQLConnection) throws(ArchiveFailure) -> Int {
        do throws(ArchiveFailure) {
            return try Migrator.version(in: database)
        } catch {
            guard error.kind == .schemaDamaged else { throw error }
            return 0
        }
    }

    /// The failure of a file that this user may not use any more.
    fileprivate var notPermitted: ArchiveFailure {
        notWritable(Phrase("cannot be opened", fr: "ne peut pas être ouverte"), "stat(2): permission denied")
    }

    /// The failure of a file that was deleted while it was in use.
    var deleted: ArchiveFailure {
        if let missing = MissingDisk.above(path), !missing.mayBeDeleted {
            var failure = failure(
                .unreachable, Phrase("is not there: ", fr: "est introuvable\u{A0}: ") + missing.phrase,
                hint: missing.hint)
            failure.command = missing.command
            return failure
        }
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
