import API
import Domain
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Support

extension FuzzTarget {
    /// The reads of a connection, between separators, to a server that remembers requests by their bytes and to one that
    /// decodes each of them: both send the same.
    static let repetitions = FuzzTarget(
        "repetitions", maxLength: 1024,
        words: requestWords + [price, price + separator + price, separator, "/v1/price"]
    ) { (bytes) throws(Broken) in
        let (remembering, decoding) = (try Connection(remembers: true), try Connection(remembers: false))
        // Known before, as on a connection that was used.
        let reads = [price, price].map { Array($0.utf8) } + bytes.split(separator: 0).map(Array.init)
        for (index, read) in reads.enumerated() {
            let (answer, expected) = (try remembering.send(read), try decoding.send(read))
            try require(answer == expected, "read \(index) is answered with\n\(answer)\nand decoded with\n\(expected)")
        }
        try require(
            remembering.counted == decoding.counted, "\(remembering.counted) and \(decoding.counted) are counted")
    }

    /// NUL, which is refused everywhere in a request.
    private static let separator = "\0"
    private static let price = "GET /v1/price HTTP/1.1\r\nHost: a\r\n\r\n"

    /// A connection of a server with prepared responses, whose router answers each request with what it is.
    private final class Connection {
        private let channel = EmbeddedChannel()
        private let requests = RequestMetrics()

        init(remembers: Bool) throws(Broken) {
            let version = DataVersion()
            let responses = ResponseCache(version: version, requests: requests, now: { .hour(60) })
            for (path, body) in [("/v1/price", "the price"), ("/", String(repeating: "page ", count: 20_000))] {
                responses.store(
                    PreparedResponse(contentType: "text/plain", body: ByteBuffer(string: body)), for: ResponseKey(path),
                    route: path, under: version.current)
            }
            var logger = Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }
            if !remembers { logger.logLevel = .debug }
            do {
                let pipeline = channel.pipeline.syncOperations
                try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false, withErrorHandling: false)
                try ConnectionPipeline(
                    responses: responses, simulated: false, register: ConnectionRegister(), requests: requests,
                    logger: logger, now: { .hour(60) }
                ).addHandlers(to: channel)
                try pipeline.addHandler(EchoingRouter())
                channel.connect(to: try SocketAddress(ipAddress: "192.0.2.1", port: 1), promise: nil)
            } catch {
                throw Broken("the pipeline cannot be built: \(error)")
            }
        }

        deinit { _ = try? channel.finish(acceptAlreadyClosed: true) }

        /// What is sent at once, without the trace of each response.
        func send(_ bytes: [UInt8]) throws(Broken) -> String {
            // What the decoder refuses is answered with 400.
            _ = try? channel.writeInbound(ByteBuffer(bytes: bytes))
            var text = ""
            while let part = try? channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: part) }
            return text.split(separator: "\r\n", omittingEmptySubsequences: false)
                .filter { !$0.hasPrefix("Traceparent: ") }.joined(separator: "\n")
                .replacing(/"trace_id":"[0-9a-f]{32}"/, with: "")
        }

        var counted: [String] {
            requests.families().first { $0.name == "bitcoin_analyzer_http_requests_total" }?.samples
                .map { "\($0.labels) \($0.value)" }.sorted() ?? []
        }
    }

    private final class EchoingRouter: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private var (head, size): (HTTPRequestHead?, Int) = (nil, 0)

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let request): (head, size) = (request, 0)
            case .body(let more): size += more.readableBytes
            case .end:
                guard let head else { return }
                let text = "\(head.method.rawValue) \(head.uri) with \(size) bytes"
                let fields: HTTPHeaders = ["Content-Length": "\(text.utf8.count)"]
                let response = HTTPResponseHead(version: .http1_1, status: .ok, headers: fields)
                context.write(wrapOutboundOut(.head(response)), promise: nil)
                if head.method != .HEAD {
                    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
                }
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
