package import Domain
import HTTPTypes
package import Hummingbird
import HummingbirdCore
package import Logging
package import NIOCore
import NIOHTTP1
import NIOPosix

/// Serves a router and its prepared responses over HTTP/1.1, on an address or on an inherited socket.
///
/// Hummingbird's own server cannot use an inherited socket, and its shutdown closes connections on which a request may
/// be on its way. This one shuts down without failed requests: it sends `Connection: close` with every response and
/// closes only idle connections itself.
package struct HTTPServer: Sendable {
    /// Where the server accepts connections.
    package enum BindAddress: Sendable {
        case address(host: String, port: Int)
        /// A listening socket passed by systemd (sd_listen_fds(3)). It stays open while this process restarts, so that
        /// new connections wait instead of being refused.
        case inheritedSocket(NIOBSDSocket.Handle)
    }

    private let responder: EventRequestHandler.Respond
    let pipeline: ConnectionPipeline
    private let register: ConnectionRegister
    private let events: EventStreams?
    private let now: @Sendable () -> Timestamp
    private let logger: Logger

    /// Connections that may wait to be accepted, as during a restart. The kernel limits it (`net.core.somaxconn`, 4096
    /// on Debian).
    private static let backlog: Int32 = 4096
    private let drainTimeout: Duration
    /// How long it waits for connections that were accepted during the shutdown, which have one request each.
    private static let lateDrainTimeout: Duration = .milliseconds(100)

    /// - Parameters:
    ///   - responses: the prepared responses that the hot path sends; `nil` for none.
    ///   - register: the limits for clients, and the connections of all listeners that share them.
    ///   - requests: counts requests that are refused before they are routed.
    ///   - events: the streams of the router, which end with the server.
    ///   - drainTimeout: how long the shutdown waits for connections to end before it closes idle ones.
    ///   - now: the real time, for the `Date` header.
    package init(
        _ router: Router<APIRequestContext>, responses: ResponseCache? = nil, simulated: Bool = false,
        register: ConnectionRegister = ConnectionRegister(), requests: RequestMetrics? = nil,
        events: EventStreams? = nil, logger: Logger, drainTimeout: Duration = .seconds(1),
        now: @escaping @Sendable () -> Timestamp
    ) {
        let routes = router.buildResponder()
        let responder: EventRequestHandler.Respond = { request, channel in
            let context = APIRequestContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
            // RequestMiddleware, the outermost layer, converts every error.
            var response =
                (try? await routes.respond(to: request, context: context)) ?? Response(status: .internalServerError)
            response.headers[.date] = now().httpDate
            if response.status != .notModified {
                response.headers[.server] = "bitcoin-analyzer"
                response.headers[.xContentTypeOptions] = "nosniff"
            }
            return response
        }
        self.responder = responder
        self.register = register
        self.events = events
        pipeline = ConnectionPipeline(
            responses: responses, simulated: simulated, register: register, requests: requests,
            events: events.map { ($0, responder) }, logger: logger, now: now)
        self.now = now
        self.logger = logger
        self.drainTimeout = drainTimeout
    }

    /// Serves until `ending` returns and the requests received by then have their responses.
    /// - Throws: `IOError` and `SocketAddressError` of NIO when it cannot listen.
    package func run(
        at address: BindAddress, onListening: @Sendable (SocketAddress?) async -> Void,
        until ending: @escaping @Sendable () async -> Void
    ) async throws {
        let connections = OpenConnections()
        let limits = register.limits
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
            maxHeaderFieldCount: limits.headerCount)
        let child = HTTP1Channel(responder: respond, configuration: .init(httpDecoderConfiguration: decoder))
        let channel = try await listen(at: address, child: child, connections: connections)
        let (register, drainTimeout) = (register, drainTimeout)
        let sweep = channel.eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
            register.sweep()
        }
        defer { sweep.cancel() }
        try await channel.pipeline.addHandler(StartedConnectionsHandler(connections)).get()
        try await channel.setOption(.autoRead, value: true).get()
        await onListening(channel.localAddress)
        let end = Task {
            await ending()
            connections.startShutdown()
            events?.end()
            var isInherited = false
            if case .inheritedSocket = address { isInherited = true }
            if isInherited {
                // systemd starts the next process when this one has ended. Until then clients whose connection ends
                // with a response come back, and would wait: they are served here, one response each.
                await connections.closeEarlierIdle(after: drainTimeout)
            }
            // What waits in an inherited socket is for the next process; what was accepted is for this one.
            try? await channel.setOption(.autoRead, value: false).get()
            await connections.allStarted()
            try? await channel.close()
            await connections.closeIdle(after: isInherited ? Self.lateDrainTimeout : drainTimeout)
        }
        defer { end.cancel() }
        await withTaskCancellationHandler {
            try? await channel.closeFuture.get()
            if !connections.isShuttingDown, !Task.isCancelled {
                logger.error("the listener failed; no more connections are accepted")
            }
            await connections.allServed()
        } onCancel: {
            // Another service of this process failed.
            channel.close(promise: nil)
            connections.cancel()
        }
    }

    private func listen(at address: BindAddress, child: HTTP1Channel, connections: OpenConnections) async throws
        -> any Channel
    {
        let (logger, pipeline, register) = (logger, pipeline, register)
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: Self.backlog)
            // Until every handler of the listener is in its place.
            .serverChannelOption(.autoRead, value: false)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { [register, logger, now] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        AcceptPauseHandler(
                            register, isShuttingDown: { connections.isShuttingDown }, logger: logger, now: now),
                        AcceptedConnectionsHandler(connections))
                }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                let address = channel.remoteAddress.flatMap { IPAddress($0) }
                guard let connection = register.admit(channel, from: address) else {
                    channel.close(promise: nil)
                    return channel.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel)
                }
                return child.setup(channel: channel, logger: logger).map { value in
                    do {
                        try pipeline.addHandlers(to: channel, connection) { connections.isShuttingDown }
                    } catch {
                        // Closed by its client already.
                        channel.close(promise: nil)
                    }
                    connections.serve { await child.handle(value: value, logger: logger) }
                }
            }
        switch address {
        case .address(let host, let port): return try await bootstrap.bind(host: host, port: port).get()
        case .inheritedSocket(let socket): return try await bootstrap.withBoundSocket(socket).get()
        }
    }

    private func respond(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
        let response = await responder(request, channel)
        try await writer.write(response: response.head, body: response.body)
    }
}
