import Domain
import NIOHTTP1
import Sandbox
import Support
import Testing

struct FeedTests {
    private let moment = Timestamp.hour(24 * 20) + .minutes(30)

    private func feed(_ index: Int, at moment: Timestamp? = nil) async throws -> ReceivedResponse {
        try await withSandbox(.still(at: moment ?? self.moment)) { try await ask($0.feedURLs[index]) }
    }

    /// What stands between two marks, each time.
    private func pieces(_ text: String, _ open: String, _ close: String) -> [String] {
        text.split(separator: open, omittingEmptySubsequences: false).dropFirst().compactMap { piece in
            piece.split(separator: close, maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init)
        }
    }

    @Test("the English feed is RSS 2.0, with several dated articles a day")
    func rss() async throws {
        let response = try await feed(0)
        #expect(response.headers.first(name: "content-type")?.hasPrefix("application/rss+xml") == true)
        #expect(response.text.contains("<rss version=\"2.0\""))
        #expect(pieces(response.text, "<item>", "</item>").count == 30)
        #expect(pieces(response.text, "<pubDate>", "</pubDate>").allSatisfy { $0.hasSuffix(" 2026 \($0.suffix(12))") })
        #expect(response.text.contains("<dc:creator>Sandbox Gazette</dc:creator>"))
    }

    @Test("the French feed is Atom, in French")
    func atom() async throws {
        let text = try await feed(1).text
        #expect(text.contains("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr\">"))
        #expect(pieces(text, "<entry>", "</entry>").count == 30)
        #expect(text.contains("<name>La Gazette simulée</name>") && text.contains("bitcoin"))
    }

    @Test("the news search ends its titles in the publisher, and names it as the source")
    func newsSearch() async throws {
        let items = pieces(try await feed(2).text, "<item>", "</item>")
        #expect(items.count == 30)
        for item in items {
            let publisher = try #require(pieces(item, "\">", "</source>").last)
            #expect(pieces(item, "<title>", "</title>").first?.hasSuffix(" - " + publisher) == true)
        }
        #expect(Set(items.compactMap { pieces($0, "\">", "</source>").last }) == ["Simulated Times", "Demo Coin Post"])
    }

    @Test("articles are newest first and none is of the future", arguments: [Int64(0), 5, 17, 100])
    func order(_ hours: Int64) async throws {
        let now = moment + .hours(hours)
        let dates = pieces(try await feed(1, at: now).text, "<published>", "</published>").compactMap(
            Timestamp.init(rfc3339:))
        #expect(dates == dates.sorted(by: >))
        #expect(try #require(dates.first) <= now)
        #expect(try #require(dates.first) > now - .hours(10))
    }

    @Test("an article never changes while the feed advances")
    func stable() async throws {
        try await withSandbox(.still(at: moment)) { sandbox in
            // The same port, so that the links are the same: an older feed is what a stale answer gives.
            let now = try await ask(sandbox.feedURLs[1]).text
            sandbox.faults.set(.staleData(hours: 24), on: .frenchFeed)
            let before = try await ask(sandbox.feedURLs[1]).text
            let entries = pieces(now, "<entry>", "</entry>")
            let shared = pieces(before, "<entry>", "</entry>").filter { entries.contains($0) }
            #expect(shared.count >= 20 && shared.count < 30)
        }
    }

    @Test("the numbers in a title are the market's")
    func trueNumbers() async throws {
        // The edition of 21:00: the price at the close of its hour, or the record.
        let now = Timestamp.hour(24 * 20 + 21) + .minutes(10)
        let title = try #require(pieces(try await feed(0, at: now).text, "<title><![CDATA[", "]]>").first)
        let day = SimulatedMarket().bars(
            of: .oneHour, in: TimeRange(.hour(24 * 19 + 21), until: .hour(24 * 20 + 21)), at: now)
        let digits = title.filter(\.isNumber)
        let cents: [Int64] = day.flatMap { [$0.close, $0.high, $0.low] }
        let prices = cents.map { String(($0 + 50) / 100) }
        #expect(prices.contains { digits.contains($0) }, "\(title)")
    }

    @Test("a link leads to a page marked as simulated", arguments: [0, 1, 2])
    func page(_ index: Int) async throws {
        try await withSandbox(.still(at: moment)) { sandbox in
            let feed = try await ask(sandbox.feedURLs[index]).text
            let link = try #require(
                feed.split(separator: sandbox.origin + "/articles/").dropFirst().first?.prefix { !"<\"".contains($0) })
            let page = try await ask(sandbox.origin + "/articles/" + link)
            #expect(page.status == 200)
            #expect(page.text.contains("simulat") || page.text.contains("simulé"))
            #expect(page.headers.first(name: "content-type")?.hasPrefix("text/html") == true)
        }
    }

    @Test(
        "an unknown or unpublished article is not found",
        arguments: ["nothing", "1-rise-gazette", "99999999999999999-rise-gazette", "4070908800-rise-gazette"])
    func noSuchArticle(_ id: String) async throws {
        let response = try await withSandbox(.still(at: moment)) { try await ask($0.origin + "/articles/" + id) }
        #expect(response.status == 404)
    }

    @Test("a client with the newest feed gets 304, by either validator, and one with an older feed gets the new one")
    func notModified() async throws {
        try await withSandbox(.still(at: moment)) { sandbox in
            for url in sandbox.feedURLs {
                let first = try await ask(url)
                let etag = try #require(first.headers.first(name: "etag"))
                let modified = try #require(first.headers.first(name: "last-modified"))
                let byTag = try await ask(url, headers: ["if-none-match": etag])
                #expect(
                    byTag.status == 304 && byTag.body.isEmpty && byTag.headers["etag"] == [etag]
                        && byTag.headers["content-length"].isEmpty)
                #expect(try await ask(url, headers: ["if-modified-since": modified]).status == 304)
                #expect(
                    try await ask(url, headers: ["if-none-match": "\"old\"", "if-modified-since": modified]).status
                        == 200)
            }
        }
    }
}
