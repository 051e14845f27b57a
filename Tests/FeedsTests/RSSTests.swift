import Domain
import Support
import Testing

@testable import Feeds

@Suite("RSS")
struct RSSTests {
    @Test("an item becomes an article")
    func complete() throws {
        let article = try article(item(summary: "&lt;p&gt;It rose by 3 %.&lt;/p&gt;"))
        #expect(article.title == "Bitcoin rises")
        #expect(article.link == "https://hourlycoin.example/rises")
        #expect(article.publisher == "The Hourly Coin")
        #expect(article.published == .hour(10))
        #expect(article.summary == "It rose by 3 %.")
        #expect(article.language == "en")
        #expect(article.feed == "hourly")
    }

    @Test("items of RDF lie beside the channel")
    func rdf() throws {
        let reading = try read(
            """
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
            <channel rdf:about="https://a.example/"><title>A</title><link>https://a.example/</link></channel>
            <item rdf:about="https://a.example/1"><title>One</title><dc:date>2026-01-01T01:00:00Z</dc:date><dc:language>fr</dc:language></item>
            </rdf:RDF>
            """)
        #expect(reading.articles.map(\.title) == ["One"])
        #expect(reading.articles.map(\.link) == ["https://a.example/1"])
        #expect(reading.articles.map(\.published) == [.hour(1)])
        #expect(reading.articles.map(\.language) == ["fr"])
    }

    @Test(
        "a guid that is a permanent link stands in for a missing link",
        arguments: [("", true), (" isPermaLink=\"true\"", true), (" isPermaLink=\"false\"", false)])
    func guid(attribute: String, isLink: Bool) throws {
        let items = rss(item(), item(link: nil, more: "<guid\(attribute)>https://hourlycoin.example/guid</guid>"))
        let links = try read(items).articles.map(\.link)
        #expect(links.contains("https://hourlycoin.example/guid") == isLink)
    }

    @Test("an identifier that is no address is not made one")
    func opaqueGuid() throws {
        let reading = try read(rss(item(), item(link: nil, more: "<guid>abc123</guid>")))
        #expect(reading.articles.count == 1)
        #expect(reading.rejected == ["entry 2: has no link"])
    }

    @Test("the same word in another vocabulary is not the item's own")
    func otherVocabularies() throws {
        let article = try article(
            item(
                summary: "Own",
                more: """
                    <media:title xmlns:media="http://search.yahoo.com/mrss/">Picture</media:title><dc:description xmlns:dc="http://purl.org/dc/elements/1.1/"/>
                    """))
        #expect(article.title == "Bitcoin rises")
        #expect(article.summary == "Own")
    }

    @Test("the full text is the summary where there is no other, even with an undeclared prefix")
    func content() throws {
        let article = try article(item(more: "<content:encoded><![CDATA[<p>All of it</p>]]></content:encoded>"))
        #expect(article.summary == "All of it")
    }

    @Test("an item whose end is missing does not swallow the next ones")
    func unclosed() throws {
        let broken = "<item><title>First<link>https://hourlycoin.example/1</link></item>"
        let reading = try read(
            rss(broken, item(title: "Second"), item(title: "Third", link: "https://hourlycoin.example/3")))
        #expect(reading.articles.map(\.title).suffix(2) == ["Second", "Third"])
    }

    @Test("names are understood in any case")
    func letterCase() throws {
        let reading = try read(
            "<RSS><Channel><Item><Title>A</Title><Link>https://a.example/</Link><PubDate>2026-01-01</PubDate></Item></Channel></RSS>"
        )
        #expect(reading.articles.map(\.published) == [.testEpoch])
    }

    @Test("the same link twice is one article")
    func duplicates() throws {
        let reading = try read(
            rss(item(title: "New"), item(title: "Old", link: "https://hourlycoin.example/rises?utm_source=rss")))
        #expect(reading.articles.map(\.title) == ["New"])
    }

    @Test("a feed that never ends is read up to a limit")
    func manyItems() throws {
        let items = (0..<1_005).map { item(link: "https://hourlycoin.example/\($0)") }.joined()
        let reading = try read(rss(items))
        #expect(reading.articles.count == NewestEntries.limit)
        #expect(reading.rejected == ["5 entries older than the newest 1000"] && reading.rejectedCount == 5)
    }
}
