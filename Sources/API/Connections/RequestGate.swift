import Domain
import NIOCore
import NIOHTTP1

/// Decides which requests reach the hot path and the router: the rate of the client, the rules of HTTP that the parser
/// leaves to the server, and the size of a body. Also closes the connection after the last response.
final class RequestGate: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let register: ConnectionRegister
    private let isShuttingDown: @Sendable () -> Bool
    private let progress: ConnectionProgress
    private let requests: RequestMetrics?
    private let now: @Sendable () -> Timestamp
    private var generator = TraceGenerator()

    /// The rest of a refused request is read and dropped.
    private var isDiscarding = false
    private var bodyBytes = 0
    /// Whether the head of a response was written and its end was not.
    private var isResponding = false
    private var closesAfterResponse = false
    /// Whether the request is of HTTP/1.0, which knows no chunks.
    private var isOldVersion = false
    /// Sent after the responses to earlier requests; nothing more is read.
    private var lastRefusal: Refusal?
    /// Requests refused in a row because of the rate.
    private var refusedInRow = 0
    private var isPaused = false
    private var hasPausedRead = false

    /// A client that goes on despite this many refusals loses its connection.
    private static let maxRefusedInRow = 32
    /// How long nothing is read from a client beyond its rate: its further requests wait in its own buffers.
    private static let pause: TimeAmount = .milliseconds(500)

    init(
        _ progress: ConnectionProgress, register: ConnectionRegister, requests: RequestMetrics?,
        isShuttingDown: @escaping @Sendable () -> Bool, now: @escaping @Sendable () -> Timestamp
    ) {
        self.progress = progress
        self.register = register
        self.isShuttingDown = isShuttingDown
        self.requests = requests
        self.now = now
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        progress.decoded(part)
        guard lastRefusal == nil, !progress.isClosing else { return }
        switch part {
        case .head(let head): receive(head, context)
        case .body(let bytes):
            guard !isDiscarding else { return }
            bodyBytes += bytes.readableBytes
            guard bodyBytes <= register.limits.bodyBytes else { return refuse(.bodyTooLarge, context) }
            context.fireChannelRead(data)
        case .end:
            if isDiscarding {
                isDiscarding = false
                progress.refusedRequestEnded()
            } else {
                progress.requestEnded()
                context.fireChannelRead(data)
            }
        }
    }

    private func receive(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        bodyBytes = 0
        progress.headRead()
        if let refusal = violation(of: head) { return refuse(refusal, context) }
        var head = head
        // The target decides, whatever the client sent as Host (RFC 9112, 3.2.2).
        if let authority = HostHeader.authority(ofTarget: head.uri) {
            head.headers.replaceOrAdd(name: "Host", value: authority)
            guard HostHeader.isValid(in: head) else { return refuse(.target, context) }
        }
        if let rate = register.rate, let client = client(of: head),
            let wait = client.bucket.take(rate, at: progress.arrival)
        {
            return limit(head, wait: wait, context)
        }
        refusedInRow = 0
        isOldVersion = head.version != .http1_1
        // After a request that wants another protocol, the decoder reads no more of this one.
        if isShuttingDown() || head.version != .http1_1 || !head.isKeepAlive || progress.hasUpgrade {
            // In the one form that Hummingbird knows.
            head.headers.replaceOrAdd(name: "Connection", value: "close")
            closesAfterResponse = true
        }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    /// Whether a request with this head, which was let through before, is let through again; counts it.
    func admits(_ head: HTTPRequestHead) -> Bool {
        guard lastRefusal == nil, !isDiscarding, !isPaused, !closesAfterResponse, !progress.isClosing, !isShuttingDown()
        else { return false }
        guard let rate = register.rate, let client = client(of: head) else { return true }
        guard client.bucket.take(rate, at: progress.arrival) == nil else { return false }
        refusedInRow = 0
        return true
    }

    private func violation(of head: HTTPRequestHead) -> Refusal? {
        guard HostHeader.isValid(in: head) else { return .host }
        switch head.uri.utf8.first {
        case UInt8(ascii: "/"): break
        case UInt8(ascii: "*") where head.method == .OPTIONS && head.uri.utf8.count == 1: break
        default:
            // RFC 9112, 3.2.2: a server must accept the absolute form.
            guard head.uri.lowercased().hasPrefix("http") else { return .target }
        }
        if head.headers.contains(name: "Transfer-Encoding"),
            head.headers[canonicalForm: "Transfer-Encoding"].map({ $0.lowercased() }) != ["chunked"]
        {
            return .transferCoding
        }
        if let length = head.headers.first(name: "Content-Length"),
            Int(length).map({ $0 > register.limits.bodyBytes }) ?? true
        {
            return .bodyTooLarge
        }
        return nil
    }

    /// The client whose rate a request counts for; `nil` for no limit.
    ///
    /// Behind a trusted proxy that is the last address in `X-Forwarded-For` that is not a proxy's: addresses before it
    /// are what the client claims.
    private func client(of head: HTTPRequestHead) -> Client? {
        if let client = progress.connection.client { return client }
        guard let forwarded = head.headers["X-Forwarded-For"].last else { return nil }
        for entry in forwarded.split(separator: ",").reversed() {
            guard let address = IPAddress(entry) else { return nil }
            if !register.isTrusted(address) { return register.clients.client(at: address) }
        }
        return nil
    }

    private func limit(_ head: HTTPRequestHead, wait: TimeAmount, _ context: ChannelHandlerContext) {
        let retryAfter = max(1, (wait.nanoseconds + 999_999_999) / 1_000_000_000)
        let hasBody = head.headers.contains(name: "Content-Length") || head.headers.contains(name: "Transfer-Encoding")
        refusedInRow += 1
        let isProxy = progress.connection.client == nil
        guard progress.pendingResponses == 0, !hasBody, head.isKeepAlive, head.version == .http1_1,
            isProxy || refusedInRow <= Self.maxRefusedInRow
        else {
            return refuse(.rateLimited, context, retryAfter: retryAfter)
        }
        isDiscarding = true
        write(.rateLimited, closing: false, retryAfter: retryAfter, context)
        // Other clients share the connection of a proxy.
        if !isProxy { pause(context) }
    }

    // MARK: Refusing

    private func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext, retryAfter: Int64? = nil) {
        guard !isResponding else {
            // The response to this request has begun, so that there is no place for another one.
            return context.close(promise: nil)
        }
        guard progress.pendingResponses >= 0 else {
            // It is complete already: the router did not wait for the body.
            return startClosing(context)
        }
        lastRefusal = refusal
        if progress.pendingResponses == 0 { sendLastRefusal(context, retryAfter: retryAfter) }
    }

    private func sendLastRefusal(_ context: ChannelHandlerContext, retryAfter: Int64? = nil) {
        guard let lastRefusal, !progress.isClosing else { return }
        write(
            lastRefusal, closing: true, retryAfter: retryAfter ?? (lastRefusal.reason == .rateLimited ? 1 : nil),
            context)
        startClosing(context)
    }

    private func startClosing(_ context: ChannelHandlerContext) {
        progress.startClosing()
        // Only this half: closing the other one with unread bytes would reset the connection, and the response be lost.
        context.close(mode: .output, promise: nil)
    }

    private func write(_ refusal: Refusal, closing: Bool, retryAfter: Int64?, _ context: ChannelHandlerContext) {
        let trace = TraceContext(continuing: nil, using: &generator)
        let body = refusal.body(trace)
        var headers = HTTPHeaders([
            ("Content-Type", "application/problem+json"), ("Content-Length", "\(body.readableBytes)"),
            ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("Traceparent", trace.traceparent),
            ("Date", now().httpDate), ("Server", "bitcoin-analyzer"),
        ])
        if let retryAfter { headers.add(name: "Retry-After", value: "\(retryAfter)") }
        if refusal.reason == .rateLimited, let rate = register.rate {
            // https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
            headers.add(name: "RateLimit-Policy", value: "\"client\";q=\(rate.burst);w=\(rate.windowSeconds)")
            headers.add(name: "RateLimit", value: "\"client\";r=0;t=\(retryAfter ?? 1)")
        }
        if closing { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(version: .http1_1, status: refusal.status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        register.count(refusal.reason)
        requests?.counter(of: nil).count(Int(refusal.status.code), after: .zero)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        // The end of a connection within a header is no request, and what follows the last request is ignored (RFC
        // 9112, 9.6).
        guard context.channel.isActive, !closesAfterResponse else { return }
        if lastRefusal == nil, !progress.isClosing { refuse(.of(error), context) }
    }

    // MARK: Responses of the router

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // After a refusal of the request that it would respond to.
        guard !progress.isClosing else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.code >= 200:
            isResponding = true
            if isShuttingDown() { closesAfterResponse = true }
            // RFC 9112, 6.1: the encoder then sends no chunks, and the end of the connection ends the response.
            if isOldVersion, !head.headers.contains(name: "Content-Length") { head.version = .http1_0 }
            // Of requests that wait, those before the last one have responses after theirs.
            if closesAfterResponse, progress.pendingResponses <= 1 {
                head.headers.replaceOrAdd(name: "Connection", value: "close")
            }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .head, .body: context.write(data, promise: promise)
        case .end:
            isResponding = false
            context.write(data, promise: promise)
            progress.responseWritten(at: .now())
            guard progress.pendingResponses == 0 else { return }
            if lastRefusal != nil {
                context.flush()
                sendLastRefusal(context)
            } else if closesAfterResponse {
                // Hummingbird closes this half after the response.
                progress.startClosing()
            }
        }
    }

    /// The response that has begun is a stream of events, which may take any time.
    func streamStarted() { progress.streamStarted() }

    // MARK: Flow control

    private func pause(_ context: ChannelHandlerContext) {
        guard !isPaused else { return }
        isPaused = true
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.pause) {
            self.isPaused = false
            guard self.hasPausedRead else { return }
            self.hasPausedRead = false
            context.read()
        }
    }

    func read(context: ChannelHandlerContext) {
        if isPaused {
            hasPausedRead = true
        } else {
            context.read()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        progress.connection.setWritable(context.channel.isWritable, at: .now())
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // This half closes after its last bytes, and with it the connection.
        if progress.isClosing, event as? ChannelEvent == .inputClosed {
            return context.close(mode: .output, promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }
}
