import Domain
import Synchronization

/// A PostgreSQL database through libpq, with a pool of as many connections as threads, opened on demand and reopened
/// after a failure.
final class PostgresEngine: SQLEngine {
    let dialect = SQLDialect.postgres
    let place: String
    let changes: any DataChanges
    private let connector: PostgresConnector
    private let work: BlockingWork
    private let idle = Mutex<[PostgresConnection]>([])

    private static let connections = 4
    /// How often a transaction aborted because of a concurrent one is attempted.
    private static let attempts = 5

    /// - Parameter lockTimeout: how long a statement waits for a lock, in seconds.
    static func open(
        _ address: PostgresAddress, lockTimeout: Int = PostgresConnector.defaultLockTimeout
    ) async throws(ArchiveFailure) -> PostgresEngine {
        let engine = PostgresEngine(PostgresConnector(address: address, lockTimeout: lockTimeout))
        do throws(ArchiveFailure) {
            _ = try await engine.read { database throws(ArchiveFailure) in try database.rows("SELECT 1") }
            return engine
        } catch {
            await engine.close()
            throw error
        }
    }

    private init(_ connector: PostgresConnector) {
        self.connector = connector
        place = connector.address.description
        work = BlockingWork(threads: Self.connections)
        changes = PolledChanges(work: work) { () throws(ArchiveFailure) in try PostgresWatcher(connector) }
    }

    func read<Value: Sendable>(_ body: @escaping SQLWork<Value>) async throws(ArchiveFailure) -> Value {
        try await work.run { [self] () throws(ArchiveFailure) in
            let connection = try checkOut()
            defer { checkIn(connection) }
            return try body(connection)
        }
    }

    func write<Value: Sendable>(_ turn: WriteTurn, _ body: @escaping SQLWork<Value>) async throws(ArchiveFailure)
        -> Value
    {
        try await work.run { [self] () throws(ArchiveFailure) in try writeNow(body) }
    }

    func writeNow<Value>(_ body: (any SQLConnection) throws(ArchiveFailure) -> Value) throws(ArchiveFailure) -> Value {
        let connection = try checkOut()
        defer { checkIn(connection) }
        for _ in 1..<Self.attempts {
            do throws(ArchiveFailure) {
                return try connection.transaction(body)
            } catch {
                guard connection.isRetryable else { throw error }
            }
        }
        return try connection.transaction(body)
    }

    func write<Value: Sendable>(lockTimeout: Duration, _ body: @escaping SQLWork<Value>) async throws(ArchiveFailure)
        -> Value
    {
        try await write { database throws(ArchiveFailure) in
            // Until the end of the transaction (https://www.postgresql.org/docs/current/runtime-config-client.html).
            _ = try database.rows(
                "SELECT set_config('lock_timeout', ?, true)", [.text("\(Int(lockTimeout / .milliseconds(1)))ms")])
            return try body(database)
        }
    }

    func snapshot<Value: Sendable>(_ body: @escaping SQLWork<Value>) async throws(ArchiveFailure) -> Value {
        try await work.run { [self] () throws(ArchiveFailure) in
            let held = try PostgresSnapshot(of: try checkOut())
            defer {
                held.end()
                checkIn(held.connection)
            }
            return try body(held.connection)
        }
    }

    func close() async {
        await work.close()
        idle.withLock { $0.removeAll() }
    }

    private func checkOut() throws(ArchiveFailure) -> PostgresConnection {
        while let connection = idle.withLock({ $0.popLast() }) {
            if connection.isAlive { return connection }
        }
        return try connector.connect()
    }

    private func checkIn(_ connection: PostgresConnection) {
        if connection.isAlive { idle.withLock { $0.append(connection) } }
    }
}
