import Domain
import Support
import Testing

@testable import Feeds

@Suite("Errors in one item stay in that item")
struct RecoveryTests {
    private let good = item(title: "Good", link: "https://hourlycoin.example/good")
    private let better = item(title: "Better", link: "https://hourlycoin.example/better")

    private func titles(_ broken: String) throws -> [String] {
        try read(rss(broken, good, better)).articles.map(\.title)
    }

    @Test("HTML that was not escaped is text, and the items after it are read")
    func nakedHTML() throws {
        let reading = try read(
            rss(
                item(
                    title: "Naked", link: "https://hourlycoin.example/naked",
                    more: "<description>a<br>b<br>c</description>"), good, better))
        #expect(reading.articles.map(\.title) == ["Naked", "Good", "Better"])
        #expect(reading.articles.first?.summary == "a b c")
        #expect(reading.rejectedCount == 0 && !reading.isCutOff)
    }

    @Test(
        "an item that is broken costs at most itself",
        arguments: [
            "<item><title>Broken<link>https://hourlycoin.example/1</link></item>", "<item><title>Broken</title>",
            "<item><title><![CDATA[Broken</title></item>", "<item><title>Broken<!-- </title></item>",
            "<item><description><p><b>x</p></item>", "<item><a href=\"x></a></item>",
            "<item><title>a < b</title></item>",
            "<item></title></description></item>", "<item><title>\u{0}\u{1}&bogus;&#xFFFFFFF;</title></item>",
            "<item><media:group><title>x</item>", "<item><description><![CDATA[ ]] > </description></item>",
        ])
    func broken(item: String) throws {
        #expect(try titles(item).suffix(2) == ["Good", "Better"])
    }

    @Test("a field without its end ends where the next one begins")
    func unclosedField() throws {
        let reading = try read(
            rss("<item><title>First<link>https://hourlycoin.example/1<pubDate>Thu, 01 Jan 2026 10:00:00 GMT</item>"))
        let article = try #require(reading.articles.first)
        #expect(
            article.title == "First" && article.link == "https://hourlycoin.example/1" && article.published == .hour(10)
        )
    }

    @Test("what gave no article is counted")
    func counted() throws {
        let reading = try read(
            rss("<item/>", good, item(link: "javascript:x()"), "<item><title>Open</title>", better))
        #expect(reading.rejectedCount == 3)
        #expect(
            reading.rejected == [
                "entry 3: its link is no http address: javascript:x()", "entry 4: has no link", "1 empty entries",
                "1 entries without their end, read up to the next",
            ])
        let cut = try read(String(rss(good, better).dropLast(60)))
        #expect(cut.isCutOff && cut.rejectedCount == 1)
    }

    @Test("of more items than are kept the newest are, in whatever order they stand")
    func newest() throws {
        let items = (0..<3000).map { index in
            item(
                title: "\(index)", link: "https://hourlycoin.example/\(index)",
                date: (Timestamp.testEpoch + .seconds(index)).rfc3339)
        }
        let reading = try read(rss(items.joined()))
        #expect(reading.articles.map(\.title) == (2000..<3000).map(String.init))
        #expect(reading.rejected == ["2000 entries older than the newest 1000"] && reading.rejectedCount == 2000)
    }

    @Test("a document that is cut at any place gives the articles before it")
    func cuts() throws {
        let items = (0..<20).map {
            item(title: "Title \($0)", link: "https://hourlycoin.example/\($0)", summary: "Text")
        }
        let bytes = Array(rss(items.joined()).utf8)
        for length in stride(from: 100, to: bytes.count, by: 100) {
            let start = Array(bytes[..<length])
            let complete = String(decoding: start, as: UTF8.self).components(separatedBy: "</item>") - 1
            if complete > 0 {
                #expect(try read(start).articles.count == complete, "cut at \(length)")
            } else {
                #expect(failure(start) != nil)
            }
        }
    }
}

extension String {
    /// The number of parts.
    fileprivate func components(separatedBy separator: String) -> Int { ranges(of: separator).count + 1 }
}
