package import Domain
package import Logging
package import NIOCore
import NIOHTTP1

/// The handlers of a connection beside NIO's codec and Hummingbird's: from the network to the router, received bytes,
/// repeated requests, NIO's decoder, the gate, the hot path, Hummingbird.
package struct ConnectionPipeline: Sendable {
    private let responses: ResponseCache?
    private let simulated: Bool
    private let register: ConnectionRegister
    private let requests: RequestMetrics?
    private let events: (streams: EventStreams, respond: EventRequestHandler.Respond)?
    let tables = RepeatedRequestTables()
    private let logger: Logger
    private let now: @Sendable () -> Timestamp

    package init(
        responses: ResponseCache?, simulated: Bool, register: ConnectionRegister, requests: RequestMetrics? = nil,
        logger: Logger, now: @escaping @Sendable () -> Timestamp
    ) {
        self.init(
            responses: responses, simulated: simulated, register: register, requests: requests, events: nil,
            logger: logger, now: now)
    }

    /// - Parameter events: the streams of events, and what responds to a request for one.
    init(
        responses: ResponseCache?, simulated: Bool, register: ConnectionRegister, requests: RequestMetrics?,
        events: (streams: EventStreams, respond: EventRequestHandler.Respond)?, logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.events = events
        self.responses = responses
        self.simulated = simulated
        self.register = register
        self.requests = requests
        self.logger = logger
        self.now = now
    }

    /// Adds the handlers to a channel with NIO's codec. On its event loop.
    package func addHandlers(to channel: any Channel) throws {
        guard let connection = register.admit(channel, from: channel.remoteAddress.flatMap { IPAddress($0) }) else {
            throw ChannelError.ioOnClosedChannel
        }
        try addHandlers(to: channel, connection) { false }
    }

    func addHandlers(
        to channel: any Channel, _ connection: OpenConnection, isShuttingDown: @escaping @Sendable () -> Bool
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        let progress = ConnectionProgress(connection)
        let edge = ConnectionEdgeHandler(progress)
        try pipeline.addHandler(edge, position: .first)
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        let gate = RequestGate(
            progress, register: register, requests: requests, isShuttingDown: isShuttingDown, now: now)
        try pipeline.addHandler(gate, position: .after(decoder))
        if let events {
            let handler = EventRequestHandler(events.streams, progress: progress, respond: events.respond)
            try pipeline.addHandler(handler, position: .after(gate))
        }
        guard let responses else { return }
        let head = PreparedResponseHead(simulated: simulated, now: now)
        let isLogged = logger.logLevel <= .debug
        let hotPath = HotPathHandler(
            responses: responses, head: head,
            encoder: try pipeline.context(handlerType: HTTPResponseEncoder.self), progress: progress,
            log: isLogged ? logger : nil)
        try pipeline.addHandler(hotPath, position: .after(gate))
        // Each request has a line of its own in a log of all.
        guard !isLogged else { return }
        let repeated = RepeatedRequestHandler(
            tables.table(of: channel.eventLoop), responses: responses, hotPath: hotPath, gate: gate,
            progress: progress, head: head, writer: DirectWriter(channel), now: now)
        try pipeline.addHandler(repeated, position: .after(edge))
    }
}
