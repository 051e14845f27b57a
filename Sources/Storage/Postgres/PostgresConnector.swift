import CPostgres
import Domain
import Synchronization

/// Opens connections to one address, all with the same session settings.
struct PostgresConnector: Sendable {
    let address: PostgresAddress

    /// Blocks until there is a connection, at most five seconds for each host (`connect_timeout` in the URI says
    /// otherwise).
    func connect() throws(ArchiveFailure) -> PostgresConnection {
        let raw = options.withPointers { keywords, values in PQconnectdbParams(keywords, values, 1) }
        guard let raw else { throw PostgresFailure.unreachable(address, "out of memory") }
        let handle = PostgresHandle(raw: raw)
        guard PQstatus(handle.raw) == CONNECTION_OK else {
            let said = String(cString: PQerrorMessage(handle.raw))
            throw PostgresFailure.connecting(
                address, said: said, state: PostgresFailure.comesFromServer(said) ? sqlState() : nil)
        }
        let connection = PostgresConnection(handle, address: address)
        try connection.execute(Self.sessionSettings)
        return connection
    }

    /// A statement may not run for ever, nor wait for ever for a lock; numbers come back exactly as they went in, on
    /// servers before 12 too.
    private static let sessionSettings = """
        SELECT set_config('statement_timeout', '30s', false), set_config('lock_timeout', '10s', false), \
        set_config('idle_in_transaction_session_timeout', '60s', false), set_config('extra_float_digits', '3', false)
        """

    /// What stands before `dbname` yields to what the URI says, what stands behind it does not
    /// (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PQCONNECTDBPARAMS). The network settings make
    /// a connection to a host that vanished fail within half a minute instead of hours.
    private var options: PostgresOptions {
        var options: [(String, String)] = [
            ("connect_timeout", "5"), ("application_name", "bitcoin-analyzer"),
            ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "20000"),
        ]
        // Of several hosts the one that can be written is wanted; the others are its standbys.
        if address.hosts.count > 1, !address.choosesSession { options.append(("target_session_attrs", "read-write")) }
        options += [("dbname", address.conninfo), ("client_encoding", "UTF8")]
        return PostgresOptions(options)
    }

    /// Why the server refused, as an SQLSTATE. libpq tells it only to those who ask for it before connecting, and the
    /// text comes in the server's language: so the refusal is provoked once more, now with its code.
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

/// Keywords and values as the two lists of C strings that libpq wants.
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
