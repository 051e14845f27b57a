import Domain
import Support
import Testing

@testable import Feeds

@Suite("Atom")
struct AtomTests {
    private func entry(_ inside: String) -> String { "<entry><title>Bitcoin falls</title>\(inside)</entry>" }

    @Test("an entry becomes an article")
    func complete() throws {
        let reading = try read(
            atom(
                entry(
                    """
                    <link rel="replies" href="https://hourlycoin.example/falls#comments"/><link href="https://hourlycoin.example/falls"/>
                    <updated>2026-01-01T12:00:00Z</updated><published>2026-01-01T11:00:00+01:00</published>
                    <summary type="html">&lt;b&gt;Down&lt;/b&gt; it goes</summary>
                    """),
                attributes: "xml:lang=\"fr-FR\""))
        let article = try #require(reading.articles.first)
        #expect(article.title == "Bitcoin falls")
        #expect(article.link == "https://hourlycoin.example/falls")
        #expect(article.published == .hour(10))
        #expect(article.summary == "Down it goes")
        #expect(article.language == "fr")
        #expect(article.publisher == "The Hourly Coin")
    }

    @Test("relative links are resolved against every xml:base above them")
    func bases() throws {
        let reading = try read(
            atom(
                "<entry xml:base=\"b/\"><title>T</title><link href=\"c.html\"/></entry>",
                attributes: "xml:base=\"https://a.example/x/\""))
        #expect(reading.articles.map(\.link) == ["https://a.example/x/b/c.html"])
    }

    /// The example of https://www.w3.org/TR/xmlbase/, 2, and RFC 3986, 5.2.2, for a base that is empty.
    @Test(
        "a base may be absolute, a path, or empty",
        arguments: [
            ("http://example.org/today/", nil, "new.xml", "http://example.org/today/new.xml"),
            ("http://example.org/today/", "/hotpicks/", "pick1.xml", "http://example.org/hotpicks/pick1.xml"),
            ("http://example.org/a/b?c=d#e", "", "?f", "http://example.org/a/b?f"),
        ] as [(String, String?, String, String)])
    func kindsOfBase(outer: String, inner: String?, link: String, address: String) throws {
        let inner = inner.map { " xml:base=\"\($0)\"" } ?? ""
        let reading = try read(
            atom(
                "<entry\(inner)><title>T</title><link href=\"\(link)\"/></entry>",
                attributes: "xml:base=\"\(outer)\""))
        #expect(reading.articles.map(\.link) == [address])
    }

    @Test("XHTML is read as text, scripts left out")
    func xhtml() throws {
        let reading = try read(
            atom(
                entry(
                    """
                    <link href="https://a.example/"/>
                    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><script>alert(1)</script><p>Two</p></div></content>
                    """)))
        #expect(reading.articles.map(\.summary) == ["One Two"])
    }

    @Test("content that is no text is not a summary")
    func film() throws {
        let reading = try read(
            atom(entry("<link href=\"https://a.example/\"/><content type=\"video/mp4\">aGVsbG8=</content>")))
        #expect(reading.articles.map(\.summary) == [""])
    }

    @Test("the draft 0.3 is read too")
    func draft() throws {
        let reading = try read(
            """
            <feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old</title><entry><title mode="base64">SGVsbG8=</title>
            <link rel="alternate" type="text/html" href="https://a.example/1"/><issued>2026-01-01T05:00:00Z</issued></entry></feed>
            """)
        #expect(reading.articles.map(\.title) == ["Hello"])
        #expect(reading.articles.map(\.published) == [.hour(5)])
    }

    @Test("an entry taken from elsewhere names its source as publisher")
    func source() throws {
        let reading = try read(
            atom(entry("<link href=\"https://a.example/\"/><source><title>Elsewhere</title></source>")))
        #expect(reading.articles.map(\.publisher) == ["Elsewhere"])
    }
}
