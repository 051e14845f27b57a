import Domain
import Logging
import NIOCore
import NIOHTTP1

/// Responds to plain GET requests from the cache and passes all other requests to the router.
///
/// Responses keep the order of their requests: while the router handles a request, later ones on the connection go to
/// the router too. So do the requests of a client that does not read its responses, as the router applies
/// back-pressure.
final class HotPathHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let responses: ResponseCache
    private var head: PreparedResponseHead
    /// Writes from this context bypass the encoder.
    private let encoder: ChannelHandlerContext
    /// The request being read and its prepared response; `nil` for a request of the router.
    private var pending: (response: PreparedResponse, request: HTTPRequestHead)?
    /// Requests of the router whose responses have not been written completely.
    private var routed = 0
    /// The last request that this handler responded to, since ``RepeatedRequestHandler`` took it.
    private var answered: Answered?
    private let progress: ConnectionProgress
    /// `nil` unless every request is logged.
    private let log: Logger?

    /// What was sent in response to a request.
    struct Answered {
        let request: HTTPRequestHead
        let response: PreparedResponse
        let isKnown: Bool
    }

    /// A body up to this size is copied behind its head; a larger one is written without a copy, by writev.
    private static let maxCopiedBytes = 2048

    init(
        responses: ResponseCache, head: PreparedResponseHead, encoder: ChannelHandlerContext,
        progress: ConnectionProgress, log: Logger?
    ) {
        self.responses = responses
        self.progress = progress
        self.log = log
        self.head = head
        self.encoder = encoder
    }

    /// Whether no request is being read or has its response before it.
    var isIdle: Bool { routed == 0 && pending == nil }

    func takeAnswered() -> Answered? {
        defer { answered = nil }
        return answered
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let request):
            pending =
                routed == 0 && context.channel.isWritable ? prepared(for: request).map { ($0, request) } : nil
            if pending == nil {
                routed += 1
                context.fireChannelRead(data)
            }
        case .body:
            if pending == nil { context.fireChannelRead(data) }
        case .end:
            guard let (response, request) = pending else { return context.fireChannelRead(data) }
            pending = nil
            write(response, to: request)
            progress.responseWritten()
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        encoder.flush()
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // An informational head (100 Continue) has no end of its own.
        if case .end = unwrapOutboundIn(data) { routed -= 1 }
        context.write(data, promise: promise)
    }

    /// The prepared response to a request without a body or other special headers.
    private func prepared(for request: HTTPRequestHead) -> PreparedResponse? {
        guard request.method == .GET, request.version == .http1_1, request.isKeepAlive,
            !request.headers.contains(name: "Content-Length"),
            !request.headers.contains(name: "Transfer-Encoding"), !request.headers.contains(name: "Expect"),
            // Of a page of another site: the router decides what it may read.
            !request.headers.contains(name: "Origin")
        else { return nil }
        let accepted = ResponseFormat(accepted: request.headers["Accept"])
        let encoding = ContentEncoding(accepted: request.headers["Accept-Encoding"])
        if let response = responses.response(for: ResponseKey(request.uri, in: nil, for: nil, accepting: accepted)) {
            return response.ready(encoding)
        }
        // A cookie may set the language; the router evaluates it.
        guard !request.headers.contains(name: "Cookie") else { return nil }
        let language = LanguageNegotiation.language(request.headers["Accept-Language"].first)
        return responses.response(for: ResponseKey(request.uri, in: language, for: nil, accepting: accepted))?
            .ready(encoding)
    }

    private func write(_ response: PreparedResponse, to request: HTTPRequestHead) {
        let isKnown = request.headers["If-None-Match"].contains { PreparedResponse.matches($0, etag: response.etag) }
        let isCopied = !isKnown && response.body.readableBytes <= Self.maxCopiedBytes
        var buffer = encoder.channel.allocator.buffer(capacity: 512 + (isCopied ? response.body.readableBytes : 0))
        let trace = head.write(
            response, isKnown: isKnown, traceparent: request.headers["traceparent"].first, into: &buffer)
        if isCopied { buffer.writeImmutableBuffer(response.body) }
        encoder.write(NIOAny(buffer), promise: nil)
        if !isKnown, !isCopied { encoder.write(NIOAny(response.body), promise: nil) }
        let duration = Duration(.now() - progress.arrival)
        response.counter?.count(isKnown ? 304 : 200, after: duration)
        answered = Answered(request: request, response: response, isKnown: isKnown)
        if let log {
            let path = String(request.uri.prefix { $0 != "?" })
            RequestLogEntry(
                method: "GET", path: path, route: path, status: isKnown ? 304 : 200, duration: duration,
                traceID: trace.traceID
            ).write(to: log)
        }
    }
}
