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

    /// What gofeed's authors expect of a document, as far as articles have it. RSS and Atom use different names for the
    /// same.
    private struct Expected: Decodable {
        struct Entry: Decodable {
            let title: String?
            let link: String?
            let links: [Link]?
            let description: String?
            let summary: String?
            let pubDateParsed: String?
            let publishedParsed: String?
            let updatedParsed: String?
        }

        /// An address in RSS, an object in Atom.
        struct Link: Decodable {
            let href: String?
            let rel: String?

            init(from decoder: any Decoder) throws {
                if let address = try? decoder.singleValueContainer().decode(String.self) {
                    (href, rel) = (address, nil)
                } else {
                    let container = try decoder.container(keyedBy: CodingKeys.self)
                    href = try container.decodeIfPresent(String.self, forKey: .href)
                    rel = try container.decodeIfPresent(String.self, forKey: .rel)
                }
            }

            private enum CodingKeys: String, CodingKey { case href, rel }
        }

        let title: String?
        let language: String?
        let items: [Entry]?
        let entries: [Entry]?
    }

    @Test("gofeed's documents give the results that gofeed expects", arguments: ["rss", "atom"])
    func gofeed(format: String) throws {
        let folder = "feeds/gofeed/parser/\(format)"
        let names = try FileManager.default.contentsOfDirectory(atPath: try #require(SharedData.folder) + "/" + folder)
            .filter {
                $0.hasSuffix(".xml")
            }
        #expect(names.count > 100)
        var compared = 0
        for name in names.sorted() {
            let expected = try JSONDecoder().decode(
                Expected.self, from: Data(SharedData.bytes("\(folder)/\(name.dropLast(4)).json")))
            let text = DocumentText.decode(try SharedData.bytes("\(folder)/\(name)"), contentType: nil)
            let root = try #require(XMLDocument.root(of: XMLRepair.repaired(text)), "\(name)")
            let document = format == "rss" ? RSS.document(from: root) : Atom.document(from: root)
            #expect(root.isComplete, "\(name)")
            #expect(PlainText.of(document.title) == PlainText.of(expected.title ?? ""), "\(name)")
            #expect(document.language == expected.language, "\(name)")

            let entries = expected.items ?? expected.entries ?? []
            #expect(document.entries.count == entries.count, "\(name)")
            for (entry, expected) in zip(document.entries, entries) {
                compared += compare(entry, with: expected, in: name)
            }
        }
        #expect(compared > 30)
    }

    /// Compares the fields that the expectation names; how many they were.
    private func compare(_ entry: FeedEntry, with expected: Expected.Entry, in name: String) -> Int {
        var compared = 0
        if let title = expected.title {
            #expect(PlainText.of(entry.title) == PlainText.of(title), "\(name)")
            compared += 1
        }
        if let summary = expected.description ?? expected.summary {
            #expect(PlainText.of(entry.summary) == PlainText.of(summary), "\(name)")
            compared += 1
        }
        let links = (expected.links ?? []).filter { $0.rel ?? "alternate" == "alternate" }.compactMap(\.href)
        if !links.isEmpty {
            // Of several links gofeed prefers the last, we the first.
            #expect(
                links.contains(entry.links.first.flatMap { ArticleLink.absolute($0, from: entry.bases) } ?? "none"),
                "\(name)")
            compared += 1
        }
        if let date = expected.pubDateParsed ?? expected.publishedParsed ?? expected.updatedParsed {
            #expect(entry.dates.first.flatMap(FeedDate.parse) == Timestamp(rfc3339: date), "\(name)")
            compared += 1
        }
        return compared
    }
}
