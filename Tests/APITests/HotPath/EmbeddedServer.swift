import Domain
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Support
import Synchronization

@testable import API

/// The pipelines of a server without sockets, with a router that says which request it got.
final class EmbeddedServer {
    let responses: ResponseCache
    let version = DataVersion()
    let requests = RequestMetrics()
    let clock: Clock
    /// Of all connections, as they share what an event loop remembers.
    private let loop: EmbeddedEventLoop
    private let pipeline: ConnectionPipeline
    private let register: ConnectionRegister

    final class Clock: Sendable {
        private let moment = Mutex(Timestamp.hour(60))
        var now: Timestamp { moment.withLock { $0 } }
        func advance(by duration: Duration) { moment.withLock { $0 = $0 + duration } }
    }

    /// - Parameters:
    ///   - remembers: `false` for the same server without ``RepeatedRequestHandler``.
    ///   - rate: requests per second of a client; 0 for no limit.
    ///   - loop: shared with another server of the process, as the event loops of the API and the dashboard are.
    init(remembers: Bool = true, rate: Int = 0, loop: EmbeddedEventLoop = EmbeddedEventLoop()) {
        self.loop = loop
        let clock = Clock()
        self.clock = clock
        responses = ResponseCache(version: version, requests: requests, now: { clock.now })
        var limits = ServerLimits()
        limits.requestsPerSecond = rate
        register = ConnectionRegister(limits)
        var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        if !remembers { logger.logLevel = .debug }
        pipeline = ConnectionPipeline(
            responses: responses, simulated: false, register: register, requests: requests, logger: logger,
            now: { clock.now })
    }

    func prepare(_ target: String, _ body: String, until validUntil: Timestamp? = nil) {
        responses.store(
            PreparedResponse(contentType: "text/plain", body: ByteBuffer(string: body), validUntil: validUntil),
            for: ResponseKey(target), route: "/" + target.dropFirst().prefix { $0 != "?" }, under: version.current)
    }

    func connect(router: StubRouter = StubRouter()) throws -> Connection {
        let channel = EmbeddedChannel(handler: nil, loop: loop)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false, withErrorHandling: false)
        guard let connection = register.admit(channel, from: IPAddress("192.0.2.1")) else {
            throw ChannelError.ioOnClosedChannel
        }
        try self.pipeline.addHandlers(to: channel, connection) { [stopping] in stopping.value.withLock { $0 } }
        try pipeline.addHandler(router)
        // Only an active channel has its broken requests answered.
        channel.connect(to: try SocketAddress(ipAddress: "192.0.2.1", port: 1), promise: nil)
        return Connection(channel: channel, table: self.pipeline.tables.table(of: channel.eventLoop))
    }

    func shutDown() { stopping.value.withLock { $0 = true } }
    private let stopping = Flag()
    private final class Flag: Sendable { let value = Mutex(false) }

    /// What the metrics say of a route.
    func count(_ route: String, _ status: Int) -> Int {
        let family = requests.families().first { $0.name == "bitcoin_analyzer_http_requests_total" }
        return family?.samples.filter {
            $0.labels.contains { $0.value == route } && $0.labels.contains { $0.value == "\(status)" }
        }.reduce(0) { $0 + Int($1.value) } ?? 0
    }

    struct Connection {
        let channel: EmbeddedChannel
        let table: RepeatedRequestTable

        /// Sends bytes as one read, and returns what is answered at once.
        @discardableResult
        func send(_ text: String) throws -> String {
            try channel.writeInbound(ByteBuffer(string: text))
            return try received()
        }

        func received() throws -> String {
            var text = ""
            while let part = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: part) }
            return text
        }
    }
}

/// Responds with the target of each request, at once or when it is let go.
final class StubRouter: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private var head: HTTPRequestHead?
    private var body = ""
    private var waiting: [(HTTPRequestHead, String)] = []
    var isHeld = false
    /// Responds to the head, without waiting for the body, as for a route that does not exist.
    var isEarly = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let request):
            (head, body) = (request, "")
            guard isEarly else { return }
            waiting.append((request, ""))
            head = nil
            respond(context)
        case .body(let more): body += String(buffer: more)
        case .end:
            guard let head else { return }
            waiting.append((head, body))
            if !isHeld { respond(context) }
        }
    }

    func letGo(_ channel: EmbeddedChannel) throws {
        isHeld = false
        respond(try channel.pipeline.syncOperations.context(handler: self))
    }

    private func respond(_ context: ChannelHandlerContext) {
        for (request, body) in waiting {
            let text = "routed \(request.method.rawValue) \(request.uri) \(body)"
            let isHead = request.method == .HEAD
            let head = HTTPResponseHead(
                version: .http1_1, status: .ok, headers: ["Content-Length": "\(text.utf8.count)"])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            if !isHead {
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
            }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
        waiting = []
    }
}
