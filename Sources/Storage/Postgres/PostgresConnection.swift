import CPostgres
import Domain
import Synchronization

/// One libpq connection. libpq allows one thread at a time, which the mutex ensures
/// (https://www.postgresql.org/docs/current/libpq-threading.html).
final class PostgresConnection: SQLConnection, Sendable {
    private let session: Mutex<Session>
    private let address: PostgresAddress

    private struct Session: ~Copyable {
        let handle: PostgresHandle
        /// Rows changed since the transaction began.
        var changed = 0
        /// SQLSTATE of the last statement; `nil` when it succeeded.
        var state: String?
        /// The schema of its tables; `nil` before it is known, or where there is none.
        var schema: String?
        /// Whether the server may still store rows that were sent to it.
        var isLoading = false
    }

    init(_ handle: consuming sending PostgresHandle, address: PostgresAddress) {
        session = Mutex(Session(handle: handle))
        self.address = address
    }

    var dialect: SQLDialect { .postgres }
    var server: PostgresAddress? { address }

    func uses(schema: String?) { session.withLock { $0.schema = schema } }

    func rows(_ sql: String, _ parameters: [SQLValue]) throws(ArchiveFailure) -> [SQLRow] {
        try run(sql, parameters.map(PostgresText.parameter)).rows
    }

    @discardableResult
    func execute(_ sql: String, _ parameters: [SQLValue]) throws(ArchiveFailure) -> Int {
        try run(sql, parameters.map(PostgresText.parameter)).changed
    }

    func execute(over batch: RowBatch, _ sql: (String) -> String) throws(ArchiveFailure) -> Int {
        let statement = sql(dialect.table(of: batch))
        var changed = 0
        var start = 0
        while start < batch.rows.count {
            let end = min(start + Self.rowsPerStatement, batch.rows.count)
            let arrays = batch.columns.indices.map { PostgresText.array(batch.rows[start..<end], column: $0) }
            changed += try run(statement, arrays).changed
            start = end
        }
        return changed
    }

    /// Returns when the rows are sent: while the server stores them, the caller makes the next ones. What it refuses is
    /// thrown by what follows on the connection, at the latest by the commit.
    func load(_ candles: [CandleNumbers], known: [Int]?, into table: String, origin: Int64) throws(ArchiveFailure) {
        let copy = PostgresCopy(candles, known: known, origin: origin)
        let outcome: Result<Void, ArchiveFailure> = session.withLock { session in
            if case .failure(let failure) = endLoading(&session) { return .failure(failure) }
            if case .failure(let problem) = copy.send(into: table, on: session.handle.raw) {
                return .failure(failure(problem, &session))
            }
            session.isLoading = true
            session.changed += candles.count
            return .success(())
        }
        try outcome.get()
    }

    private func endLoading(_ session: inout Session) -> Result<Void, ArchiveFailure> {
        guard session.isLoading else { return .success(()) }
        session.isLoading = false
        switch PostgresCopy.end(on: session.handle.raw) {
        case .success:
            session.state = nil
            return .success(())
        case .failure(let problem): return .failure(failure(problem, &session))
        }
    }

    private func failure(_ problem: PostgresCopy.Problem, _ session: inout Session) -> ArchiveFailure {
        session.state = problem.state
        return PostgresFailure.running(
            address, schema: session.schema, message: problem.message, state: problem.state,
            lost: PQstatus(session.handle.raw) != CONNECTION_OK)
    }

    func makeInterrupt() -> StatementInterrupt {
        let request = session.withLock { PostgresCancelRequest(to: $0.handle.raw) }
        return StatementInterrupt { request.send() }
    }

    /// Runs `body` in one transaction, and notifies watchers with the commit when rows changed.
    func transaction<Value>(_ body: (any SQLConnection) throws(ArchiveFailure) -> Value) throws(ArchiveFailure) -> Value
    {
        session.withLock { $0.changed = 0 }
        try execute("BEGIN")
        do throws(ArchiveFailure) {
            let value = try body(self)
            if session.withLock({ $0.changed > 0 }) { try execute("NOTIFY \(PostgresWatcher.channel)") }
            try execute("COMMIT")
            return value
        } catch {
            let state = session.withLock { session in
                defer { _ = endLoading(&session) }
                return session.state
            }
            if isAlive { _ = try? execute("ROLLBACK") }
            session.withLock { $0.state = state }
            throw error
        }
    }

    /// Whether the last statement lost against another transaction, and may win when everything is done again
    /// (serialization failure, deadlock, and a unique violation, which shows what the other one has written meanwhile:
    /// https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html).
    var isRetryable: Bool { session.withLock { ["40001", "40P01", "23505"].contains($0.state) } }

    /// Whether the connection is open. Detects that the server closed it without a round trip.
    var isAlive: Bool {
        session.withLock { PQconsumeInput($0.handle.raw) == 1 && PQstatus($0.handle.raw) == CONNECTION_OK }
    }

    /// The connected host, one of the address.
    var host: (name: String, port: String)? {
        session.withLock { session in
            guard let name = PQhost(session.handle.raw), let port = PQport(session.handle.raw) else { return nil }
            return (String(cString: name), String(cString: port))
        }
    }

    /// Whether a notification has arrived since the last call.
    func takeNotifications() throws(ArchiveFailure) -> Bool {
        let (alive, notified) = session.withLock { session in
            let alive = PQconsumeInput(session.handle.raw) == 1
            var notified = false
            while let notification = PQnotifies(session.handle.raw) {
                notified = true
                PQfreemem(notification)
            }
            return (alive, notified)
        }
        guard alive else { throw PostgresFailure.unreachable(address, "the connection was lost") }
        return notified
    }

    /// Limits the parameters of a statement to a few hundred kilobytes.
    private static let rowsPerStatement = 5000

    private func run(_ sql: String, _ parameters: [String?]) throws(ArchiveFailure) -> (rows: [SQLRow], changed: Int) {
        let list = CStringList(parameters)
        let text = PostgresText.numbered(sql)
        let outcome: Result<(rows: [SQLRow], changed: Int), ArchiveFailure> = session.withLock { session in
            if case .failure(let failure) = endLoading(&session) { return .failure(failure) }
            let raw = list.withPointers {
                PQexecParams(session.handle.raw, text, CInt(parameters.count), nil, $0, nil, nil, 1)
            }
            let result = PostgresResult(raw: raw)
            guard result.isGood else {
                session.state = result.state
                let message = result.message ?? String(cString: PQerrorMessage(session.handle.raw))
                return .failure(
                    PostgresFailure.running(
                        address, schema: session.schema, message: message, state: result.state,
                        lost: PQstatus(session.handle.raw) != CONNECTION_OK))
            }
            session.state = nil
            let changed = result.changed
            session.changed += changed
            return .success((result.rows, changed))
        }
        return try outcome.get()
    }
}

/// Owns a connection and closes it on destruction.
struct PostgresHandle: ~Copyable {
    let raw: OpaquePointer
    init(raw: OpaquePointer) { self.raw = raw }
    deinit { PQfinish(raw) }
}
