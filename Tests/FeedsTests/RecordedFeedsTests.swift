import Domain
import FoundationEssentials
import Support
import Testing

@testable import Feeds

@Suite("Feeds recorded from the real world", .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
struct RecordedFeedsTests {
    @Test("Google News as users will read it")
    func googleNews() throws {
        let reading = try read(
            SharedData.bytes("feeds/google-news-bitcoin-en.xml"),
            url: "https://news.google.com/rss/search?q=bitcoin&hl=en-US",
            now: Timestamp(seconds: 1_800_000_000))
        let article = try #require(reading.articles.first)
        #expect(reading.articles.count == 1 && reading.rejected.isEmpty && !reading.isCutOff)
        #expect(article.title == "Live updates: Bitcoin trades near $86,000 as U.S. stocks post small gains")
        #expect(article.publisher == "CoinDesk")
        #expect(article.summary == "")
        #expect(article.published?.rfc3339 == "2026-09-22T14:35:00Z")
        #expect(article.link.hasPrefix("https://news.google.com/rss/articles/CBMi0w"))
    }

    @Test("CoinDesk as users will read it")
    func coinDesk() throws {
        let reading = try read(
            SharedData.bytes("feeds/coindesk.xml"), url: "https://www.coindesk.com/arc/outboundfeeds/rss",
            now: Timestamp(seconds: 1_800_000_000))
        #expect(reading.articles.count == 3 && reading.rejected.isEmpty && !reading.isCutOff)
        #expect(Set(reading.articles.map(\.publisher)) == ["CoinDesk"])
        #expect(Set(reading.articles.map(\.language)) == ["en"])
        let article = try #require(reading.articles.first)
        #expect(article.title == "Circle and Tether step in to freeze hacker wallet after massive Bitget crypto heist")
        #expect(article.published?.rfc3339 == "2026-09-25T14:41:53Z")
        #expect(
            article.summary.hasPrefix(
                "The stablecoin issuer blacklisted a wallet holding about $318,000 in USDT and USDC."))
    }
}
