import Domain
import FoundationEssentials
import GRDB
import OperatingSystem

/// An SQLite file in WAL mode: readers never wait for the writer, and any number of processes may use it.
///
/// With `synchronous = FULL`, commits survive a power failure, not only a crash of the process. What is written at the
/// same time is committed together: see ``SQLiteGroupCommit``.
struct SQLiteEngine: SQLEngine {
    let dialect = SQLDialect.sqlite
    let place: String
    let changes: any DataChanges
    private let work: BlockingWork
    private let pool: SQLitePool
    private let file: SQLiteFile
    let group: SQLiteGroupCommit

    private static let readers = 4

    /// - Parameters:
    ///   - create: whether to create a missing file, with its directories.
    ///   - lockTimeout: how long opening and writes wait for another process's lock.
    static func open(
        _ url: DatabaseURL, path: String, create: Bool, lockTimeout: Duration = SQLiteFile.busyTimeout
    ) async throws(ArchiveFailure) -> SQLiteEngine {
        let file = SQLiteFile(path: path, place: url.description, lockTimeout: lockTimeout)
        // SQLite opens its files by their names, and gives those it makes to the owner of the database.
        let work = BlockingWork(threads: readers, rights: UserRights(controlling: [file.folder]))
        do throws(ArchiveFailure) {
            return SQLiteEngine(file: file, work: work, pool: try await openPool(file, create: create, work))
        } catch {
            await work.close()
            throw error
        }
    }

    /// Enabling WAL needs exclusive access, for which SQLite does not wait when two processes start at once.
    private static func openPool(_ file: SQLiteFile, create: Bool, _ work: BlockingWork) async throws(ArchiveFailure)
        -> SQLitePool
    {
        let deadline = ContinuousClock.now + file.lockTimeout
        while true {
            do throws(ArchiveFailure) {
                return try await work.run { () throws(ArchiveFailure) in
                    try SQLitePool(file, create: create, readers: readers)
                }
            } catch {
                guard error.kind == .locked, ContinuousClock.now < deadline, !Task.isCancelled else { throw error }
                try? await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    private init(file: SQLiteFile, work: BlockingWork, pool: SQLitePool) {
        self.file = file
        self.work = work
        self.pool = pool
        place = file.place
        group = SQLiteGroupCommit(work) { body throws(ArchiveFailure) in try Self.write(to: pool, file, body) }
        changes = PolledChanges(work: work) { () throws(ArchiveFailure) in
            // Not a file that is refused: it would be opened with the log of the one before.
            _ = try pool.current()
            return try SQLiteWatcher(file)
        }
    }

    func read<Value: Sendable>(_ body: @escaping SQLWork<Value>) async throws(ArchiveFailure) -> Value {
        let (pool, file) = (pool, file)
        return try await work.run { () throws(ArchiveFailure) in
            let current = try pool.current()
            return try file.translated {
                try current.unsafeRead { database in
                    // Prepared in advance: where no memory is left, GRDB could not prepare its own, and would end the
                    // process.
                    let end = try database.cachedStatement(sql: "ROLLBACK")
                    try database.execute(sql: "BEGIN DEFERRED TRANSACTION")
                    defer { try? end.execute() }
                    return try body(SQLiteConnection(database: database, file: file))
                }
            }
        }
    }

    func write<Value: Sendable>(_ turn: WriteTurn, _ body: @escaping SQLWork<Value>) async throws(ArchiveFailure)
        -> Value
    {
        try await group.write(turn, body)
    }

    func writeNow<Value>(_ body: (any SQLConnection) throws(ArchiveFailure) -> Value) throws(ArchiveFailure) -> Value {
        try Self.write(to: pool, file, body)
    }

    private static func write<Value>(
        to pool: SQLitePool, _ file: SQLiteFile, _ body: (any SQLConnection) throws(ArchiveFailure) -> Value
    ) throws(ArchiveFailure) -> Value {
        let current = try pool.current()
        return try file.translated {
            try current.writeWithoutTransaction { database in try transaction(in: database, file, body) }
        }
    }

    func write<Value: Sendable>(lockTimeout: Duration, _ body: @escaping SQLWork<Value>) async throws(ArchiveFailure)
        -> Value
    {
        try await work.run { [self] () throws(ArchiveFailure) in
            let current = try pool.current()
            return try file.translated {
                try current.writeWithoutTransaction { database in
                    // https://sqlite.org/pragma.html#pragma_busy_timeout
                    try database.execute(sql: "PRAGMA busy_timeout = \(Int(lockTimeout / .milliseconds(1)))")
                    defer {
                        let before = Int(file.lockTimeout / .milliseconds(1))
                        try? database.execute(sql: "PRAGMA busy_timeout = \(before)")
                    }
                    return try Self.transaction(in: database, file, body)
                }
            }
        }
    }

    /// BEGIN IMMEDIATE, so that no other process changes the rows between a read and the write that depends on it.
    private static func transaction<Value>(
        in database: GRDB.Database, _ file: SQLiteFile, _ body: (any SQLConnection) throws(ArchiveFailure) -> Value
    ) throws -> Value {
        var value: Value?
        if database.isInsideTransaction { try database.rollback() }
        try database.inTransaction(.immediate) {
            value = try body(SQLiteConnection(database: database, file: file))
            return .commit
        }
        guard let value else { throw ArchiveFailure.noValue }
        return value
    }

    /// In WAL mode every read is a snapshot (https://sqlite.org/isolation.html).
    func snapshot<Value: Sendable>(_ body: @escaping SQLWork<Value>) async throws(ArchiveFailure) -> Value {
        try await read(body)
    }

    /// Checkpoints the WAL, so that the file alone is complete; while another process reads from it, the last one to
    /// close does so.
    func close() async {
        let pool = pool
        try? await work.run { () throws(ArchiveFailure) in pool.close() }
        await work.close()
    }
}

extension ArchiveFailure {
    static let noValue = ArchiveFailure(
        .statement, Phrase("a transaction ended without a value", fr: "une transaction s’est terminée sans valeur"),
        hint: .reportBug)
}
