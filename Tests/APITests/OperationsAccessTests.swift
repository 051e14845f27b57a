import API
import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import Support
import Testing

@Suite("Who may read operational details") struct OperationsAccessTests {
    private static let token = "a-token-of-an-operator"
    private static let bearer: HTTPFields = [.authorization: "Bearer \(token)"]
    private static let closed = ["/v1/timeline", "/v1/runs", "/metrics"]
    private static let quotation = "HTTP 500: “internal secret”"

    private func live<T: Sendable>(
        _ policy: OperationsPolicy? = nil, token: String? = token, at host: String = "127.0.0.1",
        _ body: @escaping @Sendable (LiveClient) async throws -> T
    ) async throws -> T {
        let fixture = try Fixture()
        let now = fixture.now
        // Stands still, so that no delay ends however slow the machine is.
        let start = ContinuousClock.now
        try await fixture.incidents.keep(
            Incident(
                id: IncidentID(rawValue: "i0"), cause: .portInUse, severity: .critical, opened: .hour(0),
                context: "c", symptom: "s", diagnosis: Phrase(verbatim: Self.quotation),
                evidence: [Evidence(source: "journal", line: "evidence line \(Self.quotation)")]))
        try await fixture.runs.begin(
            Run(
                id: RunID(rawValue: "r0"), traceID: "t", command: "collect", trigger: .manual, host: "h",
                started: .hour(0),
                sources: [
                    SourceReport(
                        source: "kraken", part: .prices,
                        failure: SourceFailure("kraken", .status(500, excerpt: "internal secret")))
                ]))
        let responses = ResponseCache(version: fixture.version, now: { now })
        let router = APIRouter.make(
            reader: LocalMarketReader(
                candles: fixture.candles, sightings: MemorySightings(), news: fixture.news,
                analyst: Fixture.StubAnalyst(), simulated: false,
                freshness: fixture.freshness, now: { now }),
            runs: fixture.runs, responses: responses, readiness: .of(fixture.candles, at: now),
            incidents: fixture.incidents, status: StatusRoute { Array("\"\($0)\"".utf8) },
            metrics: MetricsRoute { [MetricFamily("m_total", .counter, "M.")] }, requests: RequestMetrics(),
            operations: .init(
                policy, token: token.flatMap(AdminToken.init), throttle: TokenThrottle { [start] in start }),
            timeline: TimelineRouteTests.Stub(),
            simulated: false)
        return try await withServer(router, responses: responses, simulated: false, now: now, at: host, body)
    }

    private static func text(_ response: LiveClient.LiveResponse) -> String { String(buffer: response.body) }

    /// Asks twice, so that the second answer may come from a cache, and asserts what is seen.
    private static func expect(
        _ client: LiveClient, _ access: OperationsAccess, _ headers: HTTPFields = [:], _ comment: Comment? = nil
    ) async throws {
        for _ in 1...2 {
            for path in closed {
                let status = try await client.get(path, headers: headers).status
                #expect(status == (access == .visitor ? .unauthorized : .ok), comment)
            }
            for path in ["/v1/incidents", "/v1/incidents/i0"] {
                let incident = text(try await client.get(path, headers: headers))
                #expect(incident.contains("evidence line") == (access != .visitor), comment)
                #expect(incident.contains("internal secret") == (access == .tokenHolder), comment)
                #expect(incident.contains("\"withheld\":[\"evidence\"") == (access == .visitor), comment)
                #expect(incident.contains("\"quotations\"]") == (access != .tokenHolder), comment)
            }
            let runs = text(try await client.get("/v1/runs", headers: headers))
            #expect(runs.contains("internal secret") == (access == .tokenHolder), comment)
            let ready = text(try await client.get("/readyz?verbose", headers: headers))
            #expect(ready.contains("\"detail\"") && ready.contains("\"withheld\":[\"detail\"]") == (access == .visitor))
            #expect(ready.contains("\"detail\":") == (access != .visitor), comment)
            #expect(text(try await client.get("/v1/status", headers: headers)) == "\"\(access)\"", comment)
            #expect(try await client.get("/v1/price", headers: headers).status == .ok, comment)
        }
    }

    @Test("by default a program of this machine reads them, and with the token what is quoted too")
    func loopback() async throws {
        try await live { client in
            try await Self.expect(client, .reader)
            try await Self.expect(client, .tokenHolder, Self.bearer)
            // What was prepared for the one is not sent to the other.
            try await Self.expect(client, .reader)
        }
    }

    @Test(
        "a forwarded request comes from outside, whatever it says",
        arguments: [
            ("X-Forwarded-For", "127.0.0.1"), ("x-forwarded-for", ""), ("Forwarded", "for=127.0.0.1"),
            ("X-Real-IP", "::1"), ("X-Forwarded-Host", "localhost"), ("X-Forwarded-Proto", "https"),
            ("Via", "1.1 proxy"), ("CF-Connecting-IP", "127.0.0.1"),
        ])
    func forwarded(_ name: String, _ value: String) async throws {
        let field = try #require(HTTPField.Name(name))
        try await live { client in
            try await Self.expect(client, .visitor, [field: value], "\(name)")
            var headers = Self.bearer
            headers[field] = value
            try await Self.expect(client, .tokenHolder, headers, "\(name)")
            try await Self.expect(client, .reader)
        }
    }

    @Test("every name of loopback is local, and no other name is")
    func hostNames() async throws {
        try await live { client in
            for (name, status) in [
                ("localhost", 200), ("LOCALHOST.:8001", 200), ("", 200), ("127.0.0.1:8001", 200), ("[::1]", 200),
                ("localhost.example.org", 401), ("127.0.0.1.example.org", 401), ("localhost..", 401), (".", 401),
            ] {
                let text = try await RawClient.exchange(
                    "GET /metrics HTTP/1.1\r\nHost: \(name)\r\nConnection: close\r\n\r\n", port: client.port)
                #expect(text.hasPrefix("HTTP/1.1 \(status) "), "\(name): \(text)")
            }
        }
    }

    @Test("a listener for everybody asks for the token, through loopback too", arguments: ["0.0.0.0", "::"])
    func everybody(_ host: String) async throws {
        try await live(at: host) { client in
            try await Self.expect(client, .visitor)
            try await Self.expect(client, .tokenHolder, Self.bearer)
        }
    }

    @Test("the setting decides before the connection")
    func setting() async throws {
        try await live(.token) { client in try await Self.expect(client, .visitor) }
        try await live(.everyone, at: "0.0.0.0") { client in
            let forwarded = try #require(HTTPField.Name("X-Forwarded-For"))
            try await Self.expect(client, .reader, [forwarded: "192.0.2.1"])
            try await Self.expect(client, .tokenHolder, Self.bearer)
        }
    }

    @Test("without a token, what is closed says how to open it")
    func withoutToken() async throws {
        try await live(.token, token: nil) { client in
            for path in Self.closed {
                let response = try await client.get(path, headers: Self.bearer)
                #expect(response.status == .forbidden && Self.text(response).contains("OPERATIONS_PAGE"), "\(path)")
            }
        }
    }

    @Test("no spelling of a path opens it")
    func spellings() async throws {
        try await live(.token) { client in
            for path in Self.closed + ["/readyz?verbose", "/v1/incidents"] {
                let name = String(path.prefix { $0 != "?" })
                let query = String(path.dropFirst(name.count))
                let spellings: [String] = [
                    "\(name)/", "/\(name)", "/\(name)//", "\(name)/.", "/.\(name)", "/x/..\(name)", "\(name);x",
                    "\(name)%20",
                    "\(name)%2f", name.uppercased(), "/%2f\(name)", name.replacing("e", with: "%65"),
                    name.replacing("t", with: "%74"), "\(name)/%2e", "\(name)//?verbose",
                ]
                for spelling in spellings {
                    let text = Self.text(try await client.get(spelling + query))
                    for word in ["evidence line", "event 3", "internal secret", "m_total", "\"detail\":\"reach"] {
                        #expect(!text.contains(word), "\(spelling)")
                    }
                }
            }
        }
    }

    @Test("a target in absolute form is judged by its own host, not by Host")
    func absolute() async throws {
        try await live { client in
            for (target, host, status) in [
                ("http://127.0.0.1/metrics", "evil.example", "200"),
                ("http://evil.example/metrics", "127.0.0.1", "401"),
            ] {
                let text = try await RawClient.exchange(
                    "GET \(target) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n", port: client.port)
                #expect(text.dropFirst(9).prefix(3) == status, "\(target) \(host): \(text.prefix(200))")
            }
        }
    }

    @Test("a wrong token is refused everywhere it is sent, then slowed down, and the right one of others is not")
    func wrong() async throws {
        let from = try #require(HTTPField.Name("X-Forwarded-For"))
        try await live { client in
            var refused: [Int] = []
            for number in 0..<8 {
                let headers: HTTPFields = [.authorization: "Bearer wrong-token-number-\(number)", from: "192.0.2.7"]
                refused.append(try await client.get("/v1/incidents", headers: headers).status.code)
            }
            #expect(refused == [401, 401, 401, 401, 401, 429, 429, 429])
            // Unread, or guessing would not be slowed.
            let right = try await client.get(
                "/v1/runs", headers: [.authorization: "Bearer \(Self.token)", from: "192.0.2.7"])
            #expect(right.status == .tooManyRequests && right.headers[.retryAfter] == "1")
            let other = try await client.get(
                "/v1/runs", headers: [.authorization: "Bearer \(Self.token)", from: "192.0.2.8"])
            #expect(other.status == .ok)
            // An own claim before that of the proxy is not believed.
            let claimed = try await client.get(
                "/v1/runs", headers: [.authorization: "Bearer \(Self.token)", from: "192.0.2.9, 192.0.2.7"])
            #expect(claimed.status == .tooManyRequests)
        }
    }
}
