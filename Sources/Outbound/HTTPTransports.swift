import AsyncHTTPClient
import NIOPosix

/// The HTTP clients of the program: one that asks servers themselves, and one for each proxy. A client has one proxy
/// for all that it asks.
///
/// Shuts them down with its last reference, so that a command may fail at any point without doing so.
final class HTTPTransports: Sendable {
    private let proxies: ProxySettings
    private let direct: HTTPClient
    private let byProxy: [ProxySettings.Server: HTTPClient]

    init(_ configuration: HTTPClient.Configuration, proxies: ProxySettings) {
        self.proxies = proxies
        direct = Self.client(configuration)
        byProxy = Dictionary(
            Set([proxies.http, proxies.https].compactMap(\.self)).map { server in
                var configuration = configuration
                configuration.proxy = HTTPClient.Configuration.Proxy(server)
                return (server, Self.client(configuration))
            }, uniquingKeysWith: { first, _ in first })
    }

    deinit {
        for client in clients { client.shutdown { _ in } }
    }

    private var clients: [HTTPClient] { [direct] + byProxy.values }

    /// A client that its caller shuts down.
    static func client(_ configuration: HTTPClient.Configuration) -> HTTPClient {
        HTTPClient(eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: configuration)
    }

    /// Whether a proxy connects to the server of this address, and resolves its name.
    func isProxied(_ url: String) -> Bool { proxies.server(for: url) != nil }

    func client(for url: String) -> HTTPClient { proxies.server(for: url).flatMap { byProxy[$0] } ?? direct }

    /// Closes the connections that are kept open.
    func shutdown() async {
        for client in clients {
            // Nothing depends on how closing idle connections went.
            try? await client.shutdown()
        }
    }
}

extension HTTPClient.Configuration.Proxy {
    fileprivate init(_ server: ProxySettings.Server) {
        switch server.kind {
        case .socks: self = .socksServer(host: server.host, port: server.port)
        case .http:
            guard let user = server.user else {
                self = .server(host: server.host, port: server.port)
                return
            }
            self = .server(
                host: server.host, port: server.port,
                authorization: .basic(username: user, password: server.password ?? ""))
        }
    }
}
