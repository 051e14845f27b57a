import Domain
import Support
import Testing

@testable import Feeds

@Suite("What holds for every document")
struct FeedPropertyTests {
    private static let documents = [
        rss(
            item(summary: "&lt;p&gt;It rose by 3&amp;nbsp;%.&lt;/p&gt;"),
            item(title: "<![CDATA[Fish & <b>Chips</b>]]>", link: "https://hourlycoin.example/2?a=1&amp;b=2"),
            item(
                title: "Third – été €", link: "/3", summary: "<![CDATA[<p>One</p><script>x()</script>]]>",
                more: "<source url=\"https://a.example\">Elsewhere</source>")),
        atom(
            "<entry><title type=\"html\">A &lt;b&gt;bold&lt;/b&gt; move</title><link "
                + "href=\"https://a.example/1\"/><updated>2026-01-01T10:00:00Z</updated></entry>",
            "<entry xml:base=\"https://b.example/\"><title>Two</title><link href=\"2\"/><summary type=\"xhtml\"><div "
                + "xmlns=\"http://www.w3.org/1999/xhtml\">x <i>y</i></div></summary></entry>"
        ),
    ]

    @Test("a truncated document gives some of its articles, or an error", arguments: documents)
    func truncation(document: String) throws {
        let whole = try read(document).articles
        let bytes = Array(document.utf8)
        for length in 0..<bytes.count {
            if let articles = try? read(Array(bytes[..<length])).articles {
                #expect(articles.allSatisfy(whole.contains), "cut at \(length)")
            }
        }
    }

    @Test("reading twice gives the same", arguments: documents)
    func determinism(document: String) throws {
        #expect(try read(document).articles == read(document).articles)
    }

    @Test("articles keep their rules whatever bytes were changed", arguments: documents, 0..<4)
    func mutation(document: String, seed: UInt64) {
        var numbers = SeededGenerator(seed: seed)
        for _ in 0..<150 {
            var bytes = Array(document.utf8)
            for _ in 0..<Int.random(in: 1...12, using: &numbers) {
                bytes[Int.random(in: bytes.indices, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
            }
            expectRules(bytes)
        }
    }

    @Test("random bytes are refused or obey", arguments: 0..<8)
    func randomBytes(seed: UInt64) {
        var numbers = SeededGenerator(seed: 100 + seed)
        for _ in 0..<100 {
            expectRules(
                (0..<Int.random(in: 0...400, using: &numbers)).map { _ in UInt8.random(in: 0...255, using: &numbers) })
        }
    }

    @Test("tags in random order are refused or obey", arguments: 0..<8)
    func randomTags(seed: UInt64) {
        let pieces = [
            "<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>https://a.example/", "</link>",
            "<![CDATA[", "]]>", "&amp;", "&",
            "<!--", "-->",
            "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "</entry>", "<link href='https://b.example/'/>",
            "<summary type='html'>",
            "</summary>", "text ", "\u{0}",
            "<!DOCTYPE rss [", "]>", "<!ENTITY a 'b'>", "<?xml version='1.0' encoding='utf-16'?>", "<script>",
            "</channel></rss>", "</feed>",
            "<html><body>", "&lt;b", "é",
        ]
        var numbers = SeededGenerator(seed: 200 + seed)
        for _ in 0..<200 {
            let text = (0..<Int.random(in: 1...40, using: &numbers)).map { _ in
                pieces[Int.random(in: pieces.indices, using: &numbers)]
            }.joined()
            expectRules(Array(text.utf8))
            #expect(!PlainText.of(text).unicodeScalars.contains { $0.value < 32 })
        }
    }

    /// What an article promises, for whatever could be read.
    private func expectRules(_ body: [UInt8]) {
        guard let reading = try? read(body) else { return }
        #expect(!reading.articles.isEmpty)
        for article in reading.articles {
            #expect(!article.title.isEmpty && article.title.count <= ArticleContext.titleLimit)
            #expect(article.summary.count <= Article.summaryLimit)
            #expect(article.link.hasPrefix("http://") || article.link.hasPrefix("https://"))
            #expect(article.published.map { $0 <= .hour(72) } ?? true)
            #expect(
                !(article.title + article.summary + article.publisher).unicodeScalars.contains {
                    $0.properties.generalCategory == .control
                })
        }
    }
}
