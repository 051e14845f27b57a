package import Domain
import HTTPTypes
package import Hummingbird
import HummingbirdCore
package import Logging
package import NIOCore
import NIOHTTP1
import NIOPosix

/// Serves a router, and the prepared answers before it, over HTTP/1.1, on an address of its own or on a socket that somebody opened for it.
///
/// Hummingbird's own server binds by itself and, when it ends, closes connections on which a request may be on its way. This one ends so that
/// no client sees it: every answer from then on says `Connection: close`, and only connections that stay silent are closed from this side.
package struct HTTPServer: Sendable {
    package enum Place: Sendable {
        case address(host: String, port: Int)
        /// A socket that listens already, as systemd passes it (sd_listen_fds(3)). It stays open elsewhere when this process ends, so that
        /// those who connect in between wait instead of being refused.
        case passed(NIOBSDSocket.Handle)
    }

    private let responder: RouterResponder<AnalyzerContext>
    private let hotPath: @Sendable () -> [any RemovableChannelHandler]
    private let now: @Sendable () -> Timestamp
    private let logger: Logger

    /// How many may wait to be accepted, as while the service restarts. The kernel caps it (`net.core.somaxconn`, 4096 on Debian).
    private static let backlog: Int32 = 4096
    /// How long a connection may stay silent before it is closed, once the server is ending.
    private static let drainTimeout: Duration = .seconds(1)

    /// - Parameters:
    ///   - answers: prepared answers, sent before the router is asked.
    ///   - now: real time, for the `Date` header.
    package init(
        _ router: Router<AnalyzerContext>, answers: ResponseCache? = nil, simulated: Bool = false, logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        responder = router.buildResponder()
        hotPath = { answers.map { [HotPath(answers: $0, simulated: simulated, logger: logger, now: now)] } ?? [] }
        self.now = now
        self.logger = logger
    }

    /// Serves until `ending` returns; requests that have begun are answered first.
    /// - Throws: `IOError` and `SocketAddressError` of NIO when it cannot listen.
    package func run(
        at place: Place, onListening: @Sendable (SocketAddress?) async -> Void,
        until ending: @escaping @Sendable () async -> Void
    ) async throws {
        let connections = OpenConnections()
        let child = HTTP1Channel(responder: answer, configuration: .init(additionalChannelHandlers: hotPath()))
        let listener = try await listen(at: place, child: child, connections: connections)
        let channel = listener.channel
        await onListening(channel.localAddress)
        let end = Task {
            await ending()
            connections.startEnding()
            try? await channel.close()
            await connections.closeSilent(after: Self.drainTimeout)
        }
        defer { end.cancel() }
        let logger = logger
        await withDiscardingTaskGroup { group in
            do {
                try await listener.executeThenClose { accepted in
                    for try await connection in accepted {
                        group.addTask { await child.handle(value: connection, logger: logger) }
                    }
                }
            } catch is CancellationError {
                // Ended without grace, because something else in this process failed.
            } catch {
                logger.error("no more connections are accepted: \(error)")
            }
        }
    }

    private typealias Listener = NIOAsyncChannel<HTTP1Channel.Value, Never>

    private func listen(at place: Place, child: HTTP1Channel, connections: OpenConnections) async throws -> Listener {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: Self.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
        let logger = logger
        let open: @Sendable (any Channel) -> EventLoopFuture<HTTP1Channel.Value> = { channel in
            child.setup(channel: channel, logger: logger).flatMapThrowing { value in
                let pipeline = channel.pipeline.syncOperations
                let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
                try pipeline.addHandler(ConnectionDrainHandler(connections), position: .after(decoder))
                connections.add(channel)
                return value
            }
        }
        switch place {
        case .address(let host, let port):
            return try await bootstrap.bind(host: host, port: port, childChannelInitializer: open)
        case .passed(let socket): return try await bootstrap.bind(socket, childChannelInitializer: open)
        }
    }

    private func answer(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
        let context = AnalyzerContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
        // RequestMiddleware, the outermost layer, has made an answer of every error.
        var response =
            (try? await responder.respond(to: request, context: context)) ?? Response(status: .internalServerError)
        response.headers[.date] = now().httpDate
        response.headers[.server] = "bitcoin-analyzer"
        try await writer.write(response: response.head, body: response.body)
    }
}
