import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Support
import Synchronization
import Testing

@testable import API

@Suite("Stories and moods in the API") struct NewsStoryTests {
    private func archived(
        _ title: String, at hour: Int64, publisher: String = "Daily", language: String = "en"
    ) -> ArchivedArticle {
        ArchivedArticle(
            Article(
                id: ArticleID(rawValue: "\(publisher) \(title)"), title: title, link: "https://example.com/\(hour)",
                publisher: publisher, published: .hour(hour), summary: "", language: language, feed: "feed"),
            run: RunID(rawValue: "r"), firstSeen: .hour(hour))
    }

    /// One story of three publishers, and two others.
    private func fixture(_ more: [ArchivedArticle] = []) async throws -> Fixture {
        let fixture = try Fixture(articles: 0)
        let articles =
            [
                archived("Kraken secures MiCA licence in Ireland", at: 10, publisher: "Daily"),
                archived("Kraken wins MiCA license in Ireland", at: 11, publisher: "Wire"),
                archived("Kraken obtient sa licence MiCA en Irlande", at: 12, publisher: "Journal", language: "fr"),
                archived("Bybit hacked for $1.5 billion", at: 13), archived("Ledger unveils new wallet", at: 14),
            ] + more
        _ = try await fixture.news.keep(articles)
        return fixture
    }

    private func news(_ fixture: Fixture, _ path: String) async throws -> [JSON] {
        try #require(try await fixture.get(path).first?.object()["news"]).list
    }

    @Test("a story is listed once, at its first report, with who else reported it")
    func once() async throws {
        let news = try await news(try await fixture(), "/v1/news")
        #expect(
            news.map { $0["title"] } == [
                .string("Ledger unveils new wallet"), .string("Bybit hacked for $1.5 billion"),
                .string("Kraken secures MiCA licence in Ireland"),
            ])
        let reports = try #require(news[2]["also_reported_by"]).list
        #expect(reports.map { $0["publisher"] } == [.string("Wire"), .string("Journal")])
        #expect(reports.map { $0["language"] } == [.string("en"), .string("fr")])
        #expect(news[0]["also_reported_by"] == .array([]))
    }

    @Test("an article that its feed gave again under another identifier is no report of its own story")
    func again() async throws {
        let title = "Kraken secures MiCA licence in Ireland"
        let copies = (0..<3).map { number in
            ArchivedArticle(
                Article(
                    id: ArticleID(rawValue: "copy \(number)"), title: title, link: "https://example.com/10",
                    publisher: "Daily", published: .hour(10), summary: "", language: "en", feed: "feed"),
                run: RunID(rawValue: "r"), firstSeen: .hour(10))
        }
        let news = try await news(try await fixture(copies), "/v1/news")
        #expect(news.count == 3)
        let reports = try #require(news[2]["also_reported_by"]).list
        #expect(reports.map { $0["publisher"] } == [.string("Wire"), .string("Journal")])
    }

    @Test("what a feed dates ahead is listed when it is due")
    func ahead() async throws {
        var fixture = try await fixture([archived("Miners publish results", at: 61)])
        #expect(fixture.now == .hour(60) + .minutes(20))
        #expect(
            try await news(fixture, "/v1/news").map { $0["title"] }.contains(.string("Miners publish results")) == false
        )
        fixture.now = .hour(61)
        #expect(try await news(fixture, "/v1/news").first?["title"] == .string("Miners publish results"))
    }

    @Test(
        "what a feed dates ahead appears when it is due, without a change of the data",
        arguments: ["/v1/news", "/v1/news?limit=2", "/latest-news", "/v1/news/mood?to=2026-01-04"])
    func due(path: String) async throws {
        let fixture = try await fixture([archived("Miners hacked by miners", at: 61)])
        let clock = Mutex(fixture.now)
        let now: @Sendable () -> Timestamp = { clock.withLock { $0 } }
        let reader = LocalMarketReader(
            candles: fixture.candles, sightings: fixture.sightings, news: fixture.news, analyst: Fixture.StubAnalyst(),
            simulated: false, freshness: fixture.freshness, now: now)
        let responses = ResponseCache(version: fixture.version, now: now)
        let router = Router(context: APIRequestContext.self)
        router.add(middleware: RequestMiddleware(simulated: false, requests: RequestMetrics()))
        MarketRoutes(reader: reader, responses: responses, clock: now).add(to: router)
        LegacyRoutes(reader: reader, responses: responses).add(to: router)
        let bodies = try await Application(router: router).test(.router) { client in
            var bodies: [String] = []
            for time in [Timestamp.hour(60) + .minutes(20), .hour(61) - .milliseconds(1), .hour(61)] {
                clock.withLock { $0 = time }
                bodies.append(
                    String(
                        buffer: try await client.executeRequest(uri: path, method: .get, headers: [:], body: nil).body))
            }
            return bodies
        }
        let sign = path.contains("mood") ? "2026-01-03" : "Miners"
        #expect(bodies.map { $0.contains(sign) } == [false, false, true], "\(bodies)")
    }

    @Test("the mood of the news leaves out what is dated ahead, and counts a story on one day only")
    func moodOfStories() async throws {
        let fixture = try await fixture([
            archived("Bitcoin surges", at: 61), archived("Upbit hacked for $30 million", at: 23),
            archived("Upbit hack costs $30 million", at: 25, publisher: "Wire"),
        ])
        let response = try await fixture.get("/v1/news/mood?from=2025-12-31&to=2026-01-05").first
        let days = try #require(try response?.object()["days"]).list
        #expect(days.map { $0["time"] } == [.string("2026-01-01T00:00:00Z")])
        #expect(days.map { $0["count"] } == [.number(4)])
    }

    @Test("stories are the same on every size of page", arguments: [1, 2, 3, 1000])
    func pages(limit: Int) async throws {
        let fixture = try await fixture((0..<30).map { archived("Note \($0)", at: 15 + $0) })
        var titles: [JSON] = []
        var path: String? = "/v1/news?limit=\(limit)"
        while let current = path {
            let response = try #require(try await fixture.get(current).first)
            let page = try #require(try response.object()["news"]).list
            #expect(page.count <= limit)
            titles += page.compactMap { $0["title"] }
            path = response.headers[.link].map { String($0.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" }) }
        }
        #expect(titles.count == 33 && Set(titles).count == 33)
        #expect(!titles.contains(.string("Kraken wins MiCA license in Ireland")))
    }

    @Test("articles have their mood, the words it rests on and their kinds; another language has none")
    func moods() async throws {
        let news = try await news(
            try await fixture([archived("Bitcoin bricht ein", at: 20, language: "de")]), "/v1/news")
        #expect(news[0]["sentiment"] == nil)
        guard case .number(let value)? = news[2]["sentiment"] else { throw Missing() }
        #expect(value < -0.3 && value >= -1)
        #expect(news[2]["sentiment_words"]?.list.first?["text"] == .string("hacked"))
        #expect(news[2]["kinds"]?.list.contains(.string("hack")) == true)
    }

    private struct Missing: Error {}

    @Test(
        "stories are found by mood and by publisher",
        arguments: [
            ("mood=negative", ["Bybit hacked for $1.5 billion"]),
            ("mood=positive", ["Kraken secures MiCA licence in Ireland"]),
            ("publisher=Wire", ["Kraken wins MiCA license in Ireland"]),
        ])
    func filters(query: String, titles: [String]) async throws {
        #expect(try await news(try await fixture(), "/v1/news?\(query)").map { $0["title"] } == titles.map(JSON.string))
    }

    @Test("the mood of a day is the mean of the stories that began on it, with their count")
    func days() async throws {
        var fixture = try await fixture([archived("Bitcoin surges", at: 40)])
        fixture.now = .hour(50)
        let days = try #require(try await fixture.get("/v1/news/mood").first?.object()["days"]).list
        #expect(days.map { $0["count"] } == [.number(1), .number(3)])
        #expect(days.map { $0["time"] } == [.string("2026-01-02T00:00:00Z"), .string("2026-01-01T00:00:00Z")])
        #expect(days[0]["positive"] == .number(1) && days[1]["negative"] == .number(1))
        let first = try await fixture.get("/v1/news/mood?from=2026-01-01&to=2026-01-02").first
        #expect(try #require(try first?.object()["days"]).list.count == 1)
    }

    @Test(
        "invalid parameters are refused with what is valid",
        arguments: [
            ("/v1/news?mood=happy", "positive, neutral, negative"),
            ("/v1/news/mood?from=2026-01-02&to=2026-01-01", "earlier"),
            ("/v1/news/mood?from=2020-01-01&to=2026-01-01", "366 days"), ("/v1/news/mood?from=x", "time"),
        ])
    func refused(path: String, text: String) async throws {
        let response = try #require(try await Fixture().get(path).first)
        // Each is a time: they contradict each other.
        #expect(response.status == 400 && response.text.contains(text))
    }
}
