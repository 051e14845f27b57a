import Domain
import FoundationEssentials
import Support
import Testing

/// What the first Bitcoin Analyzer's dashboard read, as it read it.
@Suite("A client of the first Bitcoin Analyzer") struct LegacyClientTests {
    struct Price: Decodable {
        let timestamp: Int
        let open, high, low, close, volume: Double
    }
    struct News: Decodable {
        let title, link, content: String
        let timestamp: String?
    }
    struct Analysis: Decodable { let analysis: String }

    func decode<T: Decodable>(_ type: T.Type, _ path: String) async throws -> T {
        let response = try #require(try await Fixture().get(path).first)
        #expect(response.status == 200)
        return try JSONDecoder().decode(type, from: Data(response.text.utf8))
    }

    @Test("reads the last closing prices, newest first, with integer timestamps and without the open candle")
    func history() async throws {
        let prices = try await decode([Price].self, "/price-history?limit=10")
        #expect(prices.count == 10)
        let stored: [Double] = (50..<60).reversed().map { hour in 100 + Double(hour) }
        #expect(prices.map(\.close) == stored)
        #expect(prices.map(\.timestamp) == prices.map(\.timestamp).sorted(by: >))
    }

    @Test("reads the latest price")
    func latest() async throws {
        #expect(try await decode(Price.self, "/latest-price").close == 200)
    }

    @Test("reads the latest news with title, link, content and time")
    func news() async throws {
        let news = try await decode([News].self, "/latest-news?limit=3")
        #expect(news.map(\.title) == ["Article 29", "Article 28", "Article 27"])
        #expect(news.first?.timestamp == "2026-01-02T05:00:00Z")
        #expect(news.first?.content == "Summary 29")
    }

    @Test("reads every article, those that report a known story too")
    func reports() async throws {
        let titles = ["Kraken secures MiCA licence in Ireland", "Kraken wins MiCA license in Ireland"]
        let fixture = try Fixture(articles: 0)
        let articles = titles.enumerated().map { index, title in
            ArchivedArticle(
                Article(
                    id: ArticleID(rawValue: title), title: title, link: "https://example.com/\(index)",
                    publisher: "Daily", published: .hour(Int64(index)), summary: "", language: "en", feed: "feed"),
                run: RunID(rawValue: "r"), firstSeen: .hour(Int64(index)))
        }
        _ = try await fixture.news.keep(articles)
        let response = try #require(try await fixture.get("/latest-news").first)
        let news = try JSONDecoder().decode([News].self, from: Data(response.text.utf8))
        #expect(news.map(\.title) == titles.reversed())
    }

    @Test("reads the analysis")
    func analysis() async throws {
        #expect(try await decode(Analysis.self, "/price-analysis").analysis == "The price rises.")
    }

    @Test("gets, without data, a 404 with a detail for price and analysis, and empty lists")
    func empty() async throws {
        let responses = try await Fixture(hours: [], articles: 0).get(
            "/latest-price", "/price-analysis", "/price-history", "/latest-news")
        #expect(responses.map(\.status) == [404, 404, 200, 200])
        #expect(try responses[0].object()["detail"] != nil && responses[1].object()["detail"] != nil)
        #expect(responses[2].text == "[]" && responses[3].text == "[]")
    }
}
