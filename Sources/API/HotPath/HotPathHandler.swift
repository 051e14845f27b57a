import Domain
import Logging
import NIOCore
import NIOHTTP1

/// Answers a plain GET from the cache; lets everything else pass.
///
/// Answers keep the order of their requests: while a request is with the router, those behind it on the connection go there too. So do those
/// of a client that does not read what it asked for: the router holds it back, and memory stays flat.
final class HotPathHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let answers: ResponseCache
    private var head: PreparedResponseHead
    /// Writing from here goes out past the encoder.
    private let encoder: ChannelHandlerContext
    /// The request being read, when it is ours to answer.
    private var hot: (answer: PreparedResponse, request: HTTPRequestHead, since: ContinuousClock.Instant)?
    /// Requests with the router whose answers have not been written to their end.
    private var passed = 0
    /// `nil` unless every request is to be told.
    private let log: Logger?

    /// A body up to this size is copied behind its head, to go out in one write; a larger one is written as it is, gathered by writev.
    private static let copiedAtMost = 2048

    init(answers: ResponseCache, head: PreparedResponseHead, encoder: ChannelHandlerContext, log: Logger?) {
        self.answers = answers
        self.log = log
        self.head = head
        self.encoder = encoder
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let request):
            hot = passed == 0 && context.channel.isWritable ? ready(for: request).map { ($0, request, .now) } : nil
            if hot == nil {
                passed += 1
                context.fireChannelRead(data)
            }
        case .body:
            if hot == nil { context.fireChannelRead(data) }
        case .end:
            guard let (answer, request, since) = hot else { return context.fireChannelRead(data) }
            hot = nil
            write(answer, to: request, since: since)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        encoder.flush()
        context.fireChannelReadComplete()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is IdleStateHandler.IdleStateEvent else { return context.fireUserInboundEventTriggered(event) }
        // Waiting for the router's answer is not idling.
        if passed == 0 { context.close(promise: nil) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // An informational head (100 Continue) is not the answer, and has no end of its own.
        if case .end = unwrapOutboundIn(data) { passed -= 1 }
        context.write(data, promise: promise)
    }

    /// What is prepared for the request, if it is one that can be answered without looking any closer.
    private func ready(for request: HTTPRequestHead) -> PreparedResponse? {
        guard request.method == .GET, request.version == .http1_1, request.isKeepAlive,
            !request.headers.contains(name: "Content-Length"),
            !request.headers.contains(name: "Transfer-Encoding"), !request.headers.contains(name: "Expect")
        else { return nil }
        if let answer = answers.answer(for: ResponseKey(request.uri)) { return answer }
        // What depends on the language may also depend on a cookie that remembers one: that is for the router to weigh.
        guard !request.headers.contains(name: "Cookie") else { return nil }
        let language = LanguageNegotiation.language(request.headers["Accept-Language"].first)
        return answers.answer(for: ResponseKey(request.uri, in: language))
    }

    private func write(_ answer: PreparedResponse, to request: HTTPRequestHead, since: ContinuousClock.Instant) {
        let isKnown = request.headers["If-None-Match"].contains { PreparedResponse.matches($0, etag: answer.etag) }
        let isCopied = !isKnown && answer.body.readableBytes <= Self.copiedAtMost
        var buffer = encoder.channel.allocator.buffer(capacity: 512 + (isCopied ? answer.body.readableBytes : 0))
        let trace = head.write(
            answer, isKnown: isKnown, traceparent: request.headers["traceparent"].first, into: &buffer)
        if isCopied { buffer.writeImmutableBuffer(answer.body) }
        encoder.write(NIOAny(buffer), promise: nil)
        if !isKnown, !isCopied { encoder.write(NIOAny(answer.body), promise: nil) }
        let duration = since.duration(to: .now)
        answer.counter?.count(isKnown ? 304 : 200, after: duration)
        if let log {
            let path = String(request.uri.prefix { $0 != "?" })
            RequestLine(
                method: "GET", path: path, route: path, status: isKnown ? 304 : 200, duration: duration,
                traceID: trace.traceID
            ).tell(log)
        }
    }
}
