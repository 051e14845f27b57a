import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1

/// Takes requests for a stream of events out of the connection's own task.
///
/// The route decides in a task that ends before the stream begins: the memory that it has used on its way through the
/// router, 10 kB and more, would else be held for as long as the stream is open.
final class EventRequestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart
    typealias Respond = @Sendable (Request, any Channel) async -> Response

    private let streams: EventStreams
    private let progress: ConnectionProgress
    private let respond: Respond
    /// The request being read.
    private var request: HTTPRequestHead?
    /// The connection is this stream's: what comes behind its request is not answered.
    private var isTaken = false

    init(_ streams: EventStreams, progress: ConnectionProgress, respond: @escaping Respond) {
        self.streams = streams
        self.progress = progress
        self.respond = respond
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isTaken else { return }
        switch unwrapInboundIn(data) {
        // Behind a request that waits for its response, it goes to the router, which responds in order.
        case .head(let head)
        where progress.pendingResponses == 0 && head.method == .GET && head.uri.prefix { $0 != "?" } == EventRoute.path:
            request = head
        case .end where request != nil:
            isTaken = true
            if let request = request.flatMap(Self.request) { start(request, context) }
            request = nil
        default: if request == nil { context.fireChannelRead(data) }
        }
    }

    private static func request(_ head: HTTPRequestHead) -> Request? {
        var fields = HTTPFields()
        for (name, value) in head.headers {
            if let name = HTTPField.Name(name), name.canonicalName != "host" {
                fields.append(HTTPField(name: name, value: value))
            }
        }
        let request = HTTPRequest(
            method: .get, scheme: "http", authority: head.headers.first(name: "Host"), path: head.uri,
            headerFields: fields)
        return Request(head: request, body: RequestBody(buffer: ByteBuffer()))
    }

    private func start(_ request: Request, _ context: ChannelHandlerContext) {
        let (channel, respond) = (context.channel, respond)
        let promise = context.eventLoop.makePromise(of: Answer.self)
        promise.completeWithTask { await Self.answer(to: request, on: channel, respond) }
        promise.futureResult.assumeIsolated().whenSuccess { self.write($0, context) }
    }

    /// What the route says.
    private struct Answer: Sendable {
        let response: Response
        let body: ByteBuffer
        /// `nil` for a refusal.
        let subscription: EventSubscription?
    }

    private static func answer(to request: Request, on channel: any Channel, _ respond: Respond) async -> Answer {
        let takeover = EventTakeover()
        let response = await EventTakeover.$current.withValue(takeover) { await respond(request, channel) }
        guard let subscription = takeover.subscription else {
            return Answer(response: response, body: await collected(response.body), subscription: nil)
        }
        return Answer(response: response, body: ByteBuffer(), subscription: subscription)
    }

    private func write(_ answer: Answer, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        var headers = HTTPHeaders(answer.response.headers.map { ($0.name.rawName, $0.value) })
        // Its task, which would read the next request, knows nothing of this one.
        headers.replaceOrAdd(name: "Connection", value: "close")
        if answer.subscription == nil {
            headers.replaceOrAdd(name: "Content-Length", value: "\(answer.body.readableBytes)")
        }
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.response.status.code), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        guard let subscription = answer.subscription else {
            context.write(wrapOutboundOut(.body(.byteBuffer(answer.body))), promise: nil)
            return end(context)
        }
        streams.open(on: context.channel, subscription) { self.end(context) }
    }

    private func end(_ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }

    private static func collected(_ body: ResponseBody) async -> ByteBuffer {
        final class Bytes: ResponseBodyWriter {
            var buffer = ByteBuffer()
            func write(_ part: ByteBuffer) async throws { buffer.writeImmutableBuffer(part) }
            func finish(_ trailers: HTTPFields?) async throws {}
        }
        let bytes = Bytes()
        try? await body.write(bytes)
        return bytes.buffer
    }
}
