import Domain
import NIOCore
import NIOEmbedded
import Support
import Testing

@testable import API

@Suite("A connection on which requests are repeated", .timeLimit(.minutes(10))) struct RepeatedConnectionTests {
    private static let price = "GET /v1/price HTTP/1.1\r\nHost: x\r\n\r\n"

    private static func server() -> EmbeddedServer {
        let server = EmbeddedServer()
        server.prepare("/v1/price", "the price")
        return server
    }

    @Test("what waits to be sent is not changed by the next date, trace or data version")
    func pendingWrites() throws {
        let server = Self.server()
        let connection = try server.connect()
        for _ in 0..<2 { try connection.send(Self.price) }
        let channel = connection.channel
        // Nothing is taken from the channel in between: each response is as it was when it was written.
        try channel.writeInbound(ByteBuffer(string: Self.price))
        server.clock.advance(by: .seconds(1))
        try channel.writeInbound(ByteBuffer(string: Self.price))
        server.version.advance()
        server.prepare("/v1/price", "another price")
        server.clock.advance(by: .seconds(1))
        for _ in 0..<2 { try channel.writeInbound(ByteBuffer(string: Self.price)) }
        var responses: [String] = []
        while let part = try channel.readOutbound(as: ByteBuffer.self) { responses.append(String(buffer: part)) }
        #expect(responses.map { $0.hasSuffix("the price") } == [true, true, false, false])
        #expect(responses.map { $0.hasSuffix("another price") } == [false, false, true, true])
        #expect(
            responses.compactMap { $0.firstMatch(of: /Date: \S+ \S+ \S+ \S+ (\S+)/)?.1 } == [
                "12:00:00", "12:00:01", "12:00:02", "12:00:02",
            ])
        #expect(Set(responses.compactMap { $0.firstMatch(of: /Traceparent: (\S+)/)?.1 }).count == 4)
        #expect(connection.table.repetitions == 4)
    }

    @Test("Connection: close ends it, alone and behind repeated requests")
    func close() throws {
        let server = Self.server()
        let last = "GET /v1/price HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        for text in [last, Self.price + last, Self.price + Self.price + last + Self.price] {
            let connection = try server.connect()
            for _ in 0..<2 { try connection.send(Self.price) }
            let answer = try connection.send(text)
            let expected = text.ranges(of: Self.price).count - (text.hasSuffix(last) ? 0 : 1)
            #expect(answer.ranges(of: "the price").count == expected)
            // The last one is answered by the router, which knows how to end a connection.
            #expect(answer.ranges(of: "routed GET /v1/price").count == 1)
            #expect(answer.lowercased().ranges(of: "connection: close").count == 1)
            #expect(try connection.send(Self.price) == "")
        }
    }

    @Test("400 large responses at once reach a slow reader whole and in order")
    func slowReader() async throws {
        try await withAPI { client in
            let path = "/v1/candles?limit=60"
            let body = String(buffer: try await client.get(path).body)
            let request = "GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n"
            let slow = try await RawClient(port: client.port, reads: false)
            // Remembered with the first one, so that the others are repetitions as long as the client reads.
            try await slow.send(request)
            try await slow.read { slow.text.hasSuffix(body) }
            // By the last two bytes: CR LF is one character.
            let last = String(decoding: request.utf8.dropLast(2), as: UTF8.self) + "Connection: close\r\n\r\n"
            try await slow.send(String(repeating: request, count: 399) + last)
            try await slow.read { slow.isEnded }
            #expect(try await client.repetitions > 0)
            let responses = slow.text.split(separator: "HTTP/1.1 200 OK\r\n")
            #expect(responses.count == 401)
            #expect(responses.allSatisfy { $0.hasSuffix(body) })
        }
    }

    @Test("a client that closes its half gets the responses to what it has sent", arguments: [1, 3])
    func halfClose(count: Int) async throws {
        try await withAPI { client in
            _ = try await client.get("/v1/price")
            let half = try await RawClient(port: client.port)
            try await half.send(Self.price)
            try await until { half.text.hasSuffix("}") }
            try await half.send(String(repeating: Self.price, count: count))
            try await half.channel.close(mode: .output)
            #expect(try await half.end().ranges(of: "HTTP/1.1 200 OK").count == 1 + count)
        }
    }
}
