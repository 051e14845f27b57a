import API
import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix
import Support
import Testing

@Suite("The hot path") struct HotPathTests {
    /// Runs `body` with a client of the API as `serve` runs it, and with a client of a server without routes, which
    /// only the hot path serves.
    func live<T: Sendable>(
        simulated: Bool = false, requests: RequestMetrics = RequestMetrics(),
        _ body: @escaping @Sendable (_ client: LiveClient, _ prepared: LiveClient) async throws -> T
    ) async throws -> T {
        let fixture = try Fixture()
        let now = fixture.now
        let responses = ResponseCache(version: fixture.version, requests: requests, now: { now })
        let router = APIRouter.make(
            reader: LocalMarketReader(
                candles: fixture.candles, sightings: MemorySightings(), news: fixture.news,
                analyst: Fixture.StubAnalyst(), simulated: simulated,
                freshness: fixture.freshness,
                now: { now }),
            runs: fixture.runs, responses: responses,
            readiness: .of(fixture.candles, at: now),
            incidents: fixture.incidents, status: StatusRoute { _ in Array("{}".utf8) },
            metrics: MetricsRoute { requests.families() }, requests: requests,
            operations: .init(nil, token: nil), simulated: simulated)
        return try await withServer(router, responses: responses, simulated: simulated, now: now) { client in
            try await withServer(
                Router(context: APIRequestContext.self), responses: responses, simulated: simulated, now: now
            ) { prepared in
                try await body(client, prepared)
            }
        }
    }

    @Test(
        "sends the same response as the router, field by field",
        arguments: [
            "/v1/price", "/v1/candles?limit=3", "/price-history?limit=24", "/v1/news?limit=2", "/v1/analysis",
            "/latest-price",
        ], [false, true])
    func same(path: String, simulated: Bool) async throws {
        try await live(simulated: simulated) { client, prepared in
            #expect(try await prepared.get(path).status != .ok, "nothing is prepared yet")
            let routed = try await client.get(path)
            let hot = try await prepared.get(path)
            #expect(hot.body == routed.body)
            #expect(hot.status == routed.status)
            func comparable(_ fields: HTTPFields) -> [String] {
                fields.filter { ![.traceparent, .date].contains($0.name) }.map {
                    "\($0.name.canonicalName): \($0.value)"
                }.sorted()
            }
            #expect(comparable(hot.headers) == comparable(routed.headers))
            #expect(hot.headers[.traceparent]?.count == 55)
            #expect(hot.headers[.traceparent] != routed.headers[.traceparent])
            #expect(hot.headers[.date] == "Sat, 03 Jan 2026 12:20:00 GMT")
            #expect(try await client.get(path).body == routed.body)
        }
    }

    @Test("a matching If-None-Match is a 304")
    func notModified() async throws {
        try await live { client, _ in
            let etag = try #require(try await client.get("/v1/price").headers[.eTag])
            let again = try await client.get("/v1/price", headers: [.ifNoneMatch: etag])
            #expect(again.status == .notModified)
            #expect(again.body.readableBytes == 0)
            #expect(again.headers[.eTag] == etag)
        }
    }

    @Test("continues the caller's trace")
    func trace() async throws {
        let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        try await live { client, _ in
            for _ in 1...2 {
                let response = try await client.get("/v1/price", headers: [.traceparent: parent])
                #expect(response.headers[.traceparent]?.hasPrefix("00-0af7651916cd43dd8448eb211c80319c-") == true)
            }
        }
    }

    @Test("responds in the language of each client")
    func language() async throws {
        try await live { client, _ in
            for (header, text) in [
                ("fr", "Le cours monte."), ("en", "The price rises."), ("fr", "Le cours monte."),
                ("en", "The price rises."),
            ] {
                let response = try await client.get("/v1/analysis", headers: [.acceptLanguage: header])
                #expect(String(buffer: response.body).contains(text))
            }
        }
    }

    @Test("responses to pipelined requests keep their order, from the hot path and the router")
    func pipelining() async throws {
        try await live { client, _ in
            _ = try await client.get("/v1/price")
            let paths = ["/v1/price", "/livez", "/v1/price", "/v2/unknown", "/v1/price"]
            let requests = paths.enumerated().map { index, path in
                "GET \(path) HTTP/1.1\r\nHost: x\r\n" + (index == paths.count - 1 ? "Connection: close\r\n" : "")
                    + "\r\n"
            }
            let port = client.port
            let text = try await exchange(requests.joined(), port: port)
            let bodies = text.components(separatedBy: "HTTP/1.1 ").dropFirst().map {
                $0.prefix(3) + ($0.hasSuffix("ok\n") ? " ok" : "")
            }
            #expect(bodies == ["200", "200 ok", "200", "404", "200"])
        }
    }

    @Test("a client that does not read its responses is throttled", .timeLimit(.minutes(10)))
    func heldBack() async throws {
        try await live { client, _ in
            _ = try await client.get("/v1/candles?limit=60")
            let port = client.port
            let request = ByteBuffer(
                string: String(repeating: "GET /v1/candles?limit=60 HTTP/1.1\r\nHost: x\r\n\r\n", count: 1000))
            // This client reads nothing, so the server stops reading and this channel becomes unwritable.
            let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).channelOption(
                .autoRead, value: false)
            let channel = try await bootstrap.connect(host: "127.0.0.1", port: port).get()
            var sent = 0
            while channel.isWritable, sent < 2000 {
                channel.writeAndFlush(request, promise: nil)
                sent += 1
                try await channel.eventLoop.submit {}.get()
            }
            #expect(
                sent < 2000,
                "the server read \(sent * request.readableBytes) bytes of requests")
            try await channel.close()
        }
    }

    /// Sends bytes as they are, and gives what comes back until the server closes.
    private func exchange(_ request: String, port: Int) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(
            host: "127.0.0.1", port: port
        ) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var response = ""
            for try await part in inbound { response += String(buffer: part) }
            return response
        }
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
