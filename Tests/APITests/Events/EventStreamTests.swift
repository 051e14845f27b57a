import Domain
import HTTPTypes
import NIOCore
import Support
import Testing

@testable import API

@Suite("GET /v1/events", .timeLimit(.minutes(10))) struct EventStreamTests {
    /// A server with streams of events, whose publisher the test calls.
    private struct Server: Sendable {
        let client: LiveClient
        let streams: EventStreams
        private let reader: EventReader
        let fixture: Fixture

        init(client: LiveClient, streams: EventStreams, fixture: Fixture) {
            self.client = client
            self.streams = streams
            self.fixture = fixture
            let now = fixture.now
            reader = EventReader(
                candles: fixture.candles, sightings: fixture.sightings, news: fixture.news, runs: fixture.runs,
                incidents: fixture.incidents,
                market: LocalMarketReader(
                    candles: fixture.candles, sightings: fixture.sightings, news: fixture.news,
                    analyst: Fixture.StubAnalyst(), simulated: false, freshness: fixture.freshness, now: { now }),
                intervals: [.oneHour])
        }

        func publish() async throws { streams.publish(try await reader.read(after: nil), at: fixture.now) }

        func add(hour: Int64) async throws {
            _ = try await fixture.candles.keep([
                ArchivedCandle(
                    try .hour(hour), source: "kraken", run: RunID(rawValue: "r"), seenAt: .hour(hour) + .minutes(20))
            ])
            try await publish()
        }

        func add(article number: Int, summary: String) async throws {
            let article = Article(
                id: ArticleID(rawValue: "article-\(number)"), title: "Title \(number)", link: "https://example.org/",
                publisher: "Example", published: fixture.now, summary: summary, language: "en", feed: "example.org")
            _ = try await fixture.news.keep(
                [ArchivedArticle(article, run: RunID(rawValue: "r"), firstSeen: fixture.now)])
            try await publish()
        }

        /// Opens a stream, and waits for its beginning.
        func open(reads: Bool = true, _ headers: String...) async throws -> RawClient {
            let stream = try await RawClient(port: client.port, reads: reads)
            let before = streams.count
            try await stream.send(
                "GET /v1/events HTTP/1.1\r\nHost: x\r\n" + headers.map { $0 + "\r\n" }.joined() + "\r\n")
            let streams = streams
            try await until { streams.count > before }
            if reads { try await until { !EventStreamParser(unchunked(stream.text)).lastEventID.isEmpty } }
            return stream
        }
    }

    private func withEvents<T: Sendable>(
        limit: Int = 100, limits: ServerLimits = ServerLimits(),
        _ body: @escaping @Sendable (Server) async throws -> T
    ) async throws -> T {
        let fixture = try Fixture(hours: Array(0..<10), articles: 2)
        let now = fixture.now
        let streams = EventStreams(limit: limit, now: now)
        let responses = ResponseCache(version: fixture.version, now: { now })
        let router = APIRouter.make(
            reader: LocalMarketReader(
                candles: fixture.candles, sightings: fixture.sightings, news: fixture.news,
                analyst: Fixture.StubAnalyst(), simulated: false, freshness: fixture.freshness, now: { now }),
            runs: fixture.runs, responses: responses, readiness: .of(fixture.candles, at: now),
            incidents: fixture.incidents, status: StatusRoute { _ in Array("{}".utf8) }, metrics: MetricsRoute { [] },
            requests: RequestMetrics(), operations: .init(.everyone, token: nil), events: streams, simulated: true)
        return try await withServer(
            router, responses: responses, simulated: true, now: now, limits: limits, events: streams
        ) { client in
            let server = Server(client: client, streams: streams, fixture: fixture)
            try await server.publish()
            return try await body(server)
        }
    }

    private func events(_ client: RawClient) -> [EventStreamParser.Event] {
        EventStreamParser(unchunked(client.text)).events
    }

    @Test("every stream gets a new candle, and nothing of what was there before")
    func candle() async throws {
        try await withEvents { server in
            var clients: [RawClient] = []
            for _ in 0..<5 { clients.append(try await server.open()) }
            let head = try #require(clients[0].text.split(separator: "\r\n\r\n").first?.lowercased())
            #expect(head.hasPrefix("http/1.1 200 ok") && head.contains("content-type: text/event-stream"))
            #expect(head.contains("cache-control: no-store") && head.contains("x-accel-buffering: no"))
            #expect(head.contains("traceparent: 00-") && head.contains("bitcoin-analyzer-simulated: true"))
            #expect(events(clients[0]).isEmpty)
            #expect((1000...5000).contains(EventStreamParser(unchunked(clients[0].text)).reconnectionTime ?? 0))
            try await server.add(hour: 11)
            for client in clients {
                try await until { !events(client).isEmpty }
                #expect(events(client).map(\.type) == ["candle"])
                #expect(events(client)[0].data.contains(Timestamp.hour(11).rfc3339))
            }
        }
    }

    @Test("a client that connects again gets what it has missed, once, and one without an id gets nothing old")
    func resume() async throws {
        try await withEvents { server in
            let first = try await server.open()
            try await server.add(hour: 11)
            try await until { events(first).count == 1 }
            let id = events(first)[0].lastEventID
            try await first.channel.close()
            let streams = server.streams
            try await until { streams.count == 0 }
            try await server.add(hour: 12)
            let second = try await server.open("Last-Event-ID: \(id)")
            #expect(events(second).count == 1 && events(second)[0].data.contains(Timestamp.hour(12).rfc3339))
            try await server.add(hour: 13)
            try await until { events(second).count == 2 }
            let last = EventStreamParser(unchunked(second.text)).lastEventID
            #expect(events(try await server.open("Last-Event-ID: \(last)")).isEmpty)
            #expect(events(try await server.open()).isEmpty)
            #expect(events(try await server.open("Last-Event-ID: ")).isEmpty)
        }
    }

    @Test("an id of nobody is answered with reset, and one of another process with what was recorded since")
    func foreignIDs() async throws {
        try await withEvents { server in
            #expect(events(try await server.open("Last-Event-ID: hello")).map(\.type) == ["reset"])
            let now = server.fixture.now
            func types(at time: Timestamp) async throws -> [String] {
                let id = EventID(published: time, origin: 1, number: 5)
                return events(try await server.open("Last-Event-ID: \(id.text)")).map(\.type)
            }
            // All candles of the fixture were seen now, and the analysis of a language rests on them.
            let missed = try await types(at: now)
            #expect(
                missed.count { $0 == "candle" } == 11 && missed.count { $0 == "analysis" } == 1 && missed.count == 12)
            #expect(try await types(at: now + .hours(1)) == [])
        }
    }

    @Test("beyond the limit a stream is refused, until another one ends")
    func limit() async throws {
        try await withEvents(limit: 2) { server in
            let clients = [try await server.open(), try await server.open()]
            let refused = try await server.client.get("/v1/events")
            #expect(refused.status == .serviceUnavailable && refused.headers[.retryAfter] == "30")
            #expect(String(buffer: refused.body).contains("MAX_EVENT_STREAMS"))
            try await clients[0].channel.close()
            let streams = server.streams
            try await until { streams.count == 1 }
            _ = try await server.open()
        }
    }

    @Test("a client that does not read loses its stream, and the others lose nothing")
    func unreading() async throws {
        try await withEvents { server in
            let good = try await server.open()
            _ = try await server.open(reads: false)
            let text = String(repeating: "x", count: 200_000)
            var sent = 0
            while server.streams.count == 2, sent < 200 {
                sent += 1
                try await server.add(article: 1000, summary: text + "\(sent)")
                let expected = sent
                try await until { events(good).count == expected }
            }
            #expect(server.streams.count == 1)
            let dropped = server.streams.families().first { $0.name.hasSuffix("dropped_total") }
            #expect(dropped?.samples.map(\.value) == [1])
        }
    }

    @Test("a stream outlives the limits for responses and for idle connections, and is not closed for another one")
    func lasting() async throws {
        var limits = ServerLimits()
        limits.idleTimeout = .seconds(75)
        limits.connections = 4
        try await withEvents(limits: limits) { server in
            let stream = try await server.open()
            for _ in 0..<8 { _ = try await RawClient(port: server.client.port) }
            // As if an hour had passed.
            server.client.register.sweep(at: .now() + .hours(1))
            try await server.add(hour: 11)
            try await until { events(stream).count == 1 }
        }
    }

    @Test("the streams end with the server, which waits for none")
    func shutdown() async throws {
        let clients = try await withEvents { server in [try await server.open(), try await server.open()] }
        for client in clients { try await until { client.isEnded } }
    }

    @Test("HEAD has the fields without a stream")
    func head() async throws {
        try await withEvents { server in
            let text = try await RawClient.exchange(
                "HEAD /v1/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", port: server.client.port)
            #expect(text.hasPrefix("HTTP/1.1 200") && text.lowercased().contains("text/event-stream"))
            #expect(server.streams.count == 0)
        }
    }

    @Test("an HTTP/1.0 client, such as nginx by default, gets the stream without chunks")
    func oldClient() async throws {
        try await withEvents { server in
            let client = try await RawClient(port: server.client.port)
            try await client.send("GET /v1/events HTTP/1.0\r\nHost: x\r\n\r\n")
            try await until { client.text.contains("\nid: ") }
            try await server.add(hour: 11)
            try await until { client.text.contains("event: candle\n") }
            let body = try #require(client.text.split(separator: "\r\n\r\n", maxSplits: 1).last)
            #expect(
                client.text.hasPrefix("HTTP/1.0 200") && body.hasPrefix("retry: ")
                    && EventStreamParser(String(body)).events.map(\.type) == ["candle"])
        }
    }

    @Test("a request behind the one for a stream waits, and does not break it")
    func pipelined() async throws {
        try await withEvents { server in
            let client = try await RawClient(port: server.client.port)
            let rest = " HTTP/1.1\r\nHost: x\r\n\r\n"
            try await client.send("GET /livez" + rest + "GET /v1/events" + rest + "GET /livez" + rest)
            try await until { client.text.contains("\nid: ") }
            try await server.add(hour: 11)
            try await until { client.text.contains("event: candle\n") }
            #expect(client.text.ranges(of: "HTTP/1.1 200").count == 2)
        }
    }
}
