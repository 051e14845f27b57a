import API
import Domain
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1

/// One connection of the API without a socket, whose response is prepared.
final class Requests {
    private let channel = EmbeddedChannel()
    private let request = "GET /v1/price HTTP/1.1\r\nHost: localhost:8001\r\nAccept: */*\r\n"
    private let plain: ByteBuffer
    private let conditional: ByteBuffer
    private let distinct: [ByteBuffer]

    init() throws {
        let version = DataVersion()
        let now = Timestamp(seconds: 1_767_225_600)
        let responses = ResponseCache(version: version, requests: RequestMetrics(), now: { now })
        let response = PreparedResponse(
            contentType: "application/json", body: ByteBuffer(string: String(repeating: "x", count: 174)))
        responses.store(response, for: ResponseKey("/v1/price"), route: "/v1/price", under: version.current)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false, withErrorHandling: false)
        try ConnectionPipeline(
            responses: responses, simulated: false, register: ConnectionRegister(), requests: RequestMetrics(),
            logger: Logger(label: "count") { _ in SwiftLogNoOpLogHandler() }, now: { now }
        ).addHandlers(to: channel)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        plain = ByteBuffer(string: request + "\r\n")
        conditional = ByteBuffer(string: request + "If-None-Match: \(response.etag)\r\n\r\n")
        // More than the server remembers.
        distinct = (0..<40).map { [request] in ByteBuffer(string: request + "X-Number: \($0)\r\n\r\n") }
    }

    func warmUp() {
        for _ in 0..<3 {
            send(plain, "200 OK")
            send(conditional, "304 Not Modified")
            for each in distinct { send(each, "200 OK") }
        }
        for _ in 0..<2 {
            send(plain, "200 OK")
            send(conditional, "304 Not Modified")
        }
    }

    func repeated() { for _ in 0..<KeyPath.repeatedRequest.repetitions { send(plain, nil) } }

    func notModified() { for _ in 0..<KeyPath.notModified.repetitions { send(conditional, nil) } }

    func decoded() {
        for number in 0..<KeyPath.decodedRequest.repetitions { send(distinct[number % distinct.count], nil) }
    }

    private func send(_ bytes: ByteBuffer, _ status: String?) {
        do {
            try channel.writeInbound(bytes)
            guard let answer = try channel.readOutbound(as: ByteBuffer.self) else { fatalError("not answered") }
            if let status, !String(buffer: answer).hasPrefix("HTTP/1.1 \(status)\r\n") {
                fatalError(String(buffer: answer))
            }
        } catch { fatalError("\(error)") }
    }
}
