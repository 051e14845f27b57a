/// What clients of a server may use, and for how long they may hold a connection without getting anywhere.
package struct ServerLimits: Sendable {
    /// Open connections in all; below the descriptor limit of the process, which needs some for itself.
    package var connections = 8192
    package var connectionsPerClient = 64
    /// Open streams of events.
    package var eventStreams = 4096
    /// Requests per second of one client; 0 for no limit.
    package var requestsPerSecond = 50
    /// In bytes: the request line and all header fields together.
    package var headerBytes = 16 << 10
    package var headerCount = 100
    /// In bytes.
    package var bodyBytes = 64 << 10
    /// The time from the first byte of a request to the end of its header.
    package var headTimeout: Duration = .seconds(10)
    /// The time in which a client has to send the body, and in which it has to read 32 kB of a response.
    package var transferTimeout: Duration = .seconds(30)
    /// The time from the end of a request to the end of its response.
    package var responseTimeout: Duration = .seconds(60)
    /// The time between two requests.
    package var idleTimeout: Duration = .seconds(75)
    /// The time that a client has to close its side, once the last response was sent.
    package var lingerTimeout: Duration = .seconds(5)
    /// Peers whose `X-Forwarded-For` is believed, and which are not limited themselves.
    package var trustedProxies: [IPNetwork] = IPNetwork.loopback

    /// A client that was quiet may send this many seconds' worth of requests at once, as a browser does.
    static let burstSeconds = 4

    package init() {}

    /// The same with no more connections than `descriptors` allows: an eighth, 64 at least, is kept for the database,
    /// logs, commands and requests to sources.
    package func within(_ descriptors: Int) -> ServerLimits {
        var limits = self
        limits.connections = min(connections, max(8, descriptors - max(64, descriptors / 8)))
        return limits
    }
}
