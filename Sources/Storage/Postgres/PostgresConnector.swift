import CPostgres
import Domain
import Synchronization

/// Opens connections to one address with the same session settings.
struct PostgresConnector: Sendable {
    let address: PostgresAddress
    /// How long a statement waits for a lock, in seconds.
    var lockTimeout = defaultLockTimeout

    /// In seconds: longer than a write of a collection, shorter than a statement may take.
    static let defaultLockTimeout = 10
    /// The name of our sessions in pg_stat_activity.
    static let applicationName = "bitcoin-analyzer"

    /// Blocks until connected, at most five seconds per host (unless the URI has a `connect_timeout`).
    func connect() throws(ArchiveFailure) -> PostgresConnection {
        let raw = options.withPointers { keywords, values in PQconnectdbParams(keywords, values, 1) }
        guard let raw else { throw PostgresFailure.unreachable(address, "out of memory") }
        let handle = PostgresHandle(raw: raw)
        guard PQstatus(handle.raw) == CONNECTION_OK else {
            let message = String(cString: PQerrorMessage(handle.raw))
            if let failure = PostgresFailure.tls(address, message) { throw failure }
            throw PostgresFailure.connecting(
                address, message: message, state: PostgresFailure.isServerError(message) ? sqlState() : nil)
        }
        let connection = PostgresConnection(handle, address: address)
        if let row = try connection.rows(sessionSettings).first { connection.uses(schema: try row.textIfAny(0)) }
        return connection
    }

    /// Limits the time of statements and lock waits; floating-point numbers are returned exactly, also by servers
    /// before 12. Returns the schema of the session.
    private var sessionSettings: String {
        """
        SELECT current_schema()::text, set_config('statement_timeout', '30s', false), set_config('lock_timeout', '\(lockTimeout)s', false), \
        set_config('idle_in_transaction_session_timeout', '60s', false), set_config('extra_float_digits', '3', false)
        """
    }

    /// The URI overrides options before `dbname`, not those after it
    /// (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PQCONNECTDBPARAMS). With the network settings,
    /// a connection to a host that disappeared fails within half a minute instead of hours.
    private var options: PostgresOptions {
        var options: [(String, String)] = [
            ("connect_timeout", "5"), ("application_name", Self.applicationName),
            ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "20000"),
        ]
        // Of several hosts, the writable one is wanted; the others are its standbys.
        if address.hosts.count > 1, !address.choosesSession { options.append(("target_session_attrs", "read-write")) }
        options += address.encryption.defaults.map { ($0.keyword, $0.value) }
        options += [("dbname", address.conninfo), ("client_encoding", "UTF8")]
        return PostgresOptions(options)
    }

    /// The SQLSTATE of a refused connection. libpq reports it only with verbose errors, to be enabled before
    /// connecting, and the message is in the language of the server: so the connection is attempted again.
    private func sqlState() -> String? {
        guard let raw = options.withPointers({ keywords, values in PQconnectStartParams(keywords, values, 1) }) else {
            return nil
        }
        let handle = PostgresHandle(raw: raw)
        PQsetErrorVerbosity(handle.raw, PQERRORS_VERBOSE)
        let deadline = ContinuousClock.now + .seconds(2)
        var waitingFor = PGRES_POLLING_WRITING
        while ContinuousClock.now < deadline {
            if waitingFor == PGRES_POLLING_OK || waitingFor == PGRES_POLLING_FAILED { break }
            if SocketReadiness.wait(
                PQsocket(handle.raw), toWrite: waitingFor == PGRES_POLLING_WRITING, milliseconds: 100)
            {
                waitingFor = PQconnectPoll(handle.raw)
            }
        }
        return PostgresFailure.state(in: String(cString: PQerrorMessage(handle.raw)))
    }
}

/// Keywords and values as the two arrays of C strings that libpq takes.
struct PostgresOptions {
    private var keywords: CStringList
    private var values: CStringList

    init(_ options: [(String, String)]) {
        keywords = CStringList(options.map(\.0))
        values = CStringList(options.map(\.1))
    }

    func withPointers<Value>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<UnsafePointer<CChar>?>?) -> Value
    ) -> Value {
        keywords.withPointers { keywords in values.withPointers { values in body(keywords, values) } }
    }
}
