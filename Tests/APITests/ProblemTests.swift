import API
import Domain
import HTTPTypes
import Support
import Testing

@Suite("What cannot be answered") struct ProblemTests {
    @Test(
        "a bad parameter is refused as a problem that says what would be right",
        arguments: [
            ("/v1/candles?limit=0", "1 to 1000"), ("/v1/candles?limit=1000000", "1 to 1000"),
            ("/v1/news?limit=-1", "1 to 1000"),
            ("/v1/candles?limit=ten", "1 to 1000"), ("/price-history?limit=0", "1 to 1000"),
            ("/latest-news?limit=1001", "1 to 1000"),
            ("/v1/candles?interval=2h", "1h, 4h"), ("/v1/candles?from=yesterday", "2026-01-31"),
            ("/v1/candles?before=garbage", "cursor"),
            ("/v1/candles?from=2026-01-02&to=2026-01-01", "earlier"), ("/v1/analysis?lang=de", "fr or en"),
            ("/v1/news?lang=12", "language code"),
        ])
    func refused(path: String, hint: String) async throws {
        let answer = try #require(try await Fixture().get(path).first)
        #expect(answer.status == 400)
        #expect(answer.headers[.contentType] == "application/problem+json")
        guard case .string(let detail) = try answer.object()["detail"] else {
            Issue.record("no detail")
            return
        }
        #expect(detail.contains(hint))
    }

    @Test("a cursor of another list is refused")
    func foreignCursor() async throws {
        let candles = Cursor.candles(.oneHour, before: .hour(1)).text
        let news = Cursor.news(before: NewsPosition(time: .hour(1), id: ArticleID(rawValue: "x"))).text
        let answers = try await Fixture().get(
            "/v1/news?before=\(candles)", "/v1/candles?before=\(news)", "/v1/candles?interval=1d&before=\(candles)")
        #expect(answers.map(\.status) == [400, 400, 400])
    }

    @Test("an unknown route is a problem with the trace's id in it")
    func unknown() async throws {
        let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let answer = try #require(try await Fixture().get("/v2/price", headers: [.traceparent: parent]).first)
        #expect(answer.status == 404)
        #expect(try answer.object()["trace_id"] == .string("0af7651916cd43dd8448eb211c80319c"))
        #expect(answer.headers[.traceparent]?.hasPrefix("00-0af7651916cd43dd8448eb211c80319c-") == true)
        #expect(answer.headers[.traceparent] != parent)
    }

    @Test(
        "every answer carries a traceparent, also where the caller's cannot be used",
        arguments: ["", "nonsense", "00-00000000000000000000000000000000-b7ad6b7169203331-01"])
    func traceparent(sent: String) async throws {
        let answer = try #require(try await Fixture().get("/v1/price", headers: [.traceparent: sent]).first)
        #expect(answer.headers[.traceparent]?.count == 55)
    }

    @Test("a database that is away is a 503 that says when to come back, and tells no secret")
    func unavailable() async throws {
        let failure = ArchiveFailure(.unreachable, "postgres at db.internal:5432 does not answer", hint: "start it")
        let answer = try #require(try await Fixture().get("/v1/price", database: failure).first)
        #expect(answer.status == 503)
        #expect(answer.headers[.retryAfter] == "5")
        #expect(!answer.text.contains("db.internal"))
    }
}

@Suite("Cursors") struct CursorTests {
    @Test("come back as they were given out", arguments: 0..<100)
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

    @Test("anything else is refused and crashes nothing", arguments: 0..<200)
    func garbage(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
            UInt8.random(in: 0...255, using: &generator)
        }
        _ = Cursor(text: String(decoding: bytes, as: UTF8.self))
        #expect(Cursor(text: String(repeating: "A", count: 600)) == nil)
    }
}
