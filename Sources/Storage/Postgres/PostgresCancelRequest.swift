import CPostgres

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Ends the statement that runs on a connection, from any thread:
/// https://www.postgresql.org/docs/current/libpq-cancel.html
///
/// The request goes over a connection of its own, which before libpq 17 is not encrypted: what it holds can end
/// statements of this session, and nothing else.
final class PostgresCancelRequest: Sendable {
    /// The address of what libpq keeps for it, which nothing changes.
    private let request: Int

    /// libpq 15 writes to the connection of a request without MSG_NOSIGNAL.
    private static let ignoresPipeErrors: Void = { signal(SIGPIPE, SIG_IGN) }()

    init(to connection: OpaquePointer) {
        let made: OpaquePointer? = PQgetCancel(connection)
        request = Int(bitPattern: made)
    }

    deinit { PQfreeCancel(OpaquePointer(bitPattern: request)) }

    /// Blocks until the server has taken it, or cannot be reached: then the statement goes on.
    func send() {
        Self.ignoresPipeErrors
        var message = [CChar](repeating: 0, count: 256)
        _ = PQcancel(OpaquePointer(bitPattern: request), &message, CInt(message.count))
    }
}
