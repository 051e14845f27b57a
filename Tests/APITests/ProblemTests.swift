import API
import Domain
import HTTPTypes
import Support
import Testing

@Suite("Problems") struct ProblemTests {
    @Test(
        "an invalid parameter is a problem that says what is valid",
        arguments: [
            ("/v1/candles?limit=0", "limit must be between 1 and 1000 (got '0')"),
            ("/v1/candles?limit=1000000", "between 1 and 1000"),
            ("/v1/news?limit=-1", "between 1 and 1000"),
            ("/v1/candles?limit=ten", "between 1 and 1000"), ("/price-history?limit=0", "between 1 and 1000"),
            ("/latest-news?limit=1001", "between 1 and 1000"),
            ("/v1/candles?interval=2h", "1h, 4h"), ("/v1/candles?from=yesterday", "2026-01-31"),
            ("/v1/candles?before=garbage", "cursor"),
            ("/v1/candles?from=2026-01-02&to=2026-01-01", "earlier"), ("/v1/analysis?lang=de", "fr or en"),
            ("/v1/news?lang=12", "language code"),
        ])
    func refused(path: String, hint: String) async throws {
        let response = try #require(try await Fixture().get(path).first)
        // Valid each, as the document says it, and of no use together.
        #expect(response.status == 400)
        #expect(response.headers[.contentType] == "application/problem+json")
        guard case .string(let detail) = try response.object()["detail"] else {
            Issue.record("no detail")
            return
        }
        #expect(detail.contains(hint))
    }

    @Test("a cursor of another list is a 400")
    func foreignCursor() async throws {
        let candles = Cursor.candles(.oneHour, before: .hour(1)).text
        let news = Cursor.news(before: NewsPosition(time: .hour(1), id: ArticleID(rawValue: "x"))).text
        let responses = try await Fixture().get(
            "/v1/news?before=\(candles)", "/v1/candles?before=\(news)", "/v1/candles?interval=1d&before=\(candles)")
        #expect(responses.map(\.status) == [400, 400, 400])
    }

    @Test("an unknown route is a problem with the trace id")
    func unknown() async throws {
        let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let response = try #require(try await Fixture().get("/v2/price", headers: [.traceparent: parent]).first)
        #expect(response.status == 404)
        #expect(try response.object()["trace_id"] == .string("0af7651916cd43dd8448eb211c80319c"))
        #expect(response.headers[.traceparent]?.hasPrefix("00-0af7651916cd43dd8448eb211c80319c-") == true)
        #expect(response.headers[.traceparent] != parent)
    }

    @Test(
        "every response has a traceparent, even where the client's is invalid",
        arguments: ["", "nonsense", "00-00000000000000000000000000000000-b7ad6b7169203331-01"])
    func traceparent(sent: String) async throws {
        let response = try #require(try await Fixture().get("/v1/price", headers: [.traceparent: sent]).first)
        #expect(response.headers[.traceparent]?.count == 55)
    }

    @Test("an unreachable database is a 503 with Retry-After and without a secret")
    func unavailable() async throws {
        let failure = ArchiveFailure(.unreachable, "postgres at db.internal:5432 does not answer", hint: "start it")
        let response = try #require(try await Fixture().get("/v1/price", database: failure).first)
        #expect(response.status == 503)
        #expect(response.headers[.retryAfter] == "5")
        #expect(!response.text.contains("db.internal"))
    }
}

@Suite("Cursors") struct CursorTests {
    @Test("are decoded as they were encoded", arguments: 0..<100)
    func roundTrip(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let time = Timestamp(milliseconds: .random(in: 0...4_000_000_000_000, using: &generator))
        for cursor in [
            Cursor.candles(.fiveMinutes, before: time),
            .news(before: NewsPosition(time: time, id: ArticleID(rawValue: "id-\(seed)"))),
        ] {
            #expect(Cursor(text: cursor.text) == cursor)
            #expect(cursor.text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        }
    }

    @Test("any other text is rejected", arguments: 0..<200)
    func garbage(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
            UInt8.random(in: 0...255, using: &generator)
        }
        _ = Cursor(text: String(decoding: bytes, as: UTF8.self))
        #expect(Cursor(text: String(repeating: "A", count: 600)) == nil)
    }
}
