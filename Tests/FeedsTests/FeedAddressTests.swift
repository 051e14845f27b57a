import Domain
import Outbound
import OutboundSupport
import Support
import Testing

@testable import Feeds

@Suite("Addresses and fields of every vocabulary")
struct FeedAddressTests {
    /// RFC 3986, 5.4, for the base `http://a/b/c/d;p?q`.
    @Test(
        "relative references are resolved as the standard has it",
        arguments: [
            ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
            ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q#s"), ("g#s", "http://a/b/c/g#s"), (";x", "http://a/b/c/;x"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"), ("/./g", "http://a/g"), ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."),
            ("..g", "http://a/b/c/..g"), ("./g/.", "http://a/b/c/g/"), ("g/../h", "http://a/b/c/h"),
            ("http://x/y", "http://x/y"),
        ])
    func resolution(reference: String, address: String) {
        #expect(ArticleLink.absolute(reference, from: "http://a/b/c/d;p?q") == address)
    }

    /// An address that needs no change is not taken apart; a space before it makes it one that is.
    @Test("an address is the same whether or not it has to be taken apart", arguments: 0..<20)
    func finalForm(seed: UInt64) {
        var numbers = SeededGenerator(seed: seed)
        let parts = [
            "https://", "http://", "HTTP://", "a", "Z", "9", ".", ":", "/", "?", "#", "@", "%", "%41", "[", "]", "\\",
        ]
        let rest = ["|", "\"", "é", "=", "&", "-", "~", "www.", "b.example", "\u{0}", "\u{7F}", "*"]
        for _ in 0..<200 {
            var address = ["https://", "http://", "https://a.example", ""].randomElement(using: &numbers) ?? ""
            for _ in 0..<Int.random(in: 0...7, using: &numbers) {
                address += (parts + rest).randomElement(using: &numbers) ?? ""
            }
            #expect(
                ArticleLink.absolute(address, from: nil) == ArticleLink.absolute(" " + address, from: nil), "\(address)"
            )
            #expect(
                ArticleLink.absolute(address, from: "https://b.example/c")
                    == ArticleLink.absolute(" " + address, from: "https://b.example/c"), "\(address)")
        }
    }

    @Test(
        "what is not at its beginning an address of the web is none without a base",
        arguments: [
            "tag:a.example,2026:1", "urn:uuid:1", "ftp://a.example/", "//a.example/", "/a", "", " ", "mailto:a@b",
        ])
    func noAddress(text: String) {
        #expect(ArticleLink.absolute(text, from: nil) == nil)
    }

    @Test("a name is the same wherever it stands, in any case", arguments: 1...16)
    func packedNames(length: Int) {
        // At the end of a text it is read byte by byte, elsewhere eight bytes at a time.
        for byte in UInt8.min ... .max {
            let name = (0..<length).map { byte &+ UInt8($0) }
            let lowered = name.map { (65...90).contains($0) ? $0 + 32 : $0 }
            let here = PackedName(name + Array(repeating: 65, count: 16), 0..<length)
            #expect(here != nil && here == PackedName(name, 0..<length) && here == PackedName(lowered, 0..<length))
        }
        #expect(PackedName(Array(repeating: 65, count: 40), 0..<17) == nil && PackedName([65], 0..<0) == nil)
    }

    @Test("relative links start at the address that answered, or the one it names")
    func answered() async throws {
        func link(_ response: OutboundResponse) async throws -> String? {
            let feed = FeedSource(
                url: "https://first.example/feed", fetcher: StubFetcher { _ throws(OutboundError) in response },
                now: { .hour(48) })
            return try await feed.articles(FeedRequest()).articles.first?.link
        }
        let body = Array(rss(item(link: "story/1")).utf8)
        #expect(try await link(OutboundResponse(body: body)) == "https://first.example/story/1")
        #expect(
            try await link(OutboundResponse(body: body, url: "https://final.example/news/feed"))
                == "https://final.example/news/story/1")
        #expect(
            try await link(
                OutboundResponse(
                    headers: ["content-location": "/en/feed.xml"], body: body, url: "https://final.example/feed"))
                == "https://final.example/en/story/1")
    }

    @Test("the link behind a counter of FeedBurner is the article's")
    func feedBurner() throws {
        let namespace = "xmlns:f=\"http://rssnamespace.org/feedburner/ext/1.0\""
        let shown = try article(
            item(
                link: "https://feeds.example/~r/1",
                more: "<f:origLink \(namespace)>https://hourlycoin.example/rises</f:origLink>"))
        #expect(shown.link == "https://hourlycoin.example/rises")
    }

    @Test("an item that is only an enclosure is that file")
    func enclosure() throws {
        let shown = try article(
            item(
                link: nil,
                more: "<enclosure url=\"https://hourlycoin.example/1.mp3\" type=\"audio/mpeg\" length=\"1\"/>"))
        #expect(shown.link == "https://hourlycoin.example/1.mp3")
    }

    @Test(
        "the author, wherever a feed has it",
        arguments: [
            "<dc:creator xmlns:dc=\"http://purl.org/dc/elements/1.1/\">Jane Doe</dc:creator>",
            "<author>jane@a.example (Jane Doe)</author>", "<itunes:author>Jane Doe</itunes:author>",
            "<atom:author><atom:name>Jane Doe</atom:name></atom:author>", "<author><name>Jane Doe</name></author>",
            "<author>jane@a.example</author><dc:creator>Jane Doe</dc:creator>",
        ])
    func author(element: String) throws {
        #expect(try article(item(more: element)).author == "Jane Doe")
    }

    @Test(
        "the text, wherever a feed has it",
        arguments: [
            "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p>The text</p></body>", "<fullitem>The text</fullitem>",
            "<itunes:summary>The text</itunes:summary>", "<media:description>The text</media:description>",
            "<atom:summary xmlns:atom=\"http://www.w3.org/2005/Atom\">The text</atom:summary>",
            "<media:group><media:description>The text</media:description></media:group>",
            "<dc:description>The text</dc:description>", "<content:encoded>The text</content:encoded>",
        ])
    func text(element: String) throws {
        #expect(try article(item(more: element)).summary == "The text")
    }

    @Test(
        "the date, wherever a feed has it",
        arguments: ["dcterms:created", "dcterms:modified", "dcterms:issued", "dc:date", "atom:updated", "published"])
    func date(element: String) throws {
        #expect(
            try article(item(date: nil, more: "<\(element)>2026-01-01T05:00:00Z</\(element)>")).published == .hour(5))
    }

    @Test("Atom's text is unescaped once, its HTML twice")
    func atomText() throws {
        let reading = try read(
            atom(
                "<entry><title>does not allow &lt;col&gt; in &lt;colgroup&gt;</title><link href=\"https://a.example/1\"/></entry>",
                "<entry><title type=\"html\">does &lt;b&gt;not&lt;/b&gt; &amp;lt;col&amp;gt;</title><link href=\"https://a.example/2\"/></entry>"
            ))
        #expect(reading.articles.map(\.title) == ["does not allow <col> in <colgroup>", "does not <col>"])
    }

    @Test(
        "RSS is HTML within XML",
        arguments: [
            ("Price&lt;Cost", "Price<Cost"), ("The &amp;lt;script&amp;gt; bug", "The <script> bug"),
            ("<![CDATA[if (a<b) then c>d]]>", "if (a<b) then c>d"), ("&lt;3 Deno", "<3 Deno"), ("AT&amp;amp;T", "AT&T"),
            ("It&#146;s", "It’s"), ("<![CDATA[A]]> and <![CDATA[&amp; B]]>", "A and & B"),
        ])
    func rssText(written: String, meant: String) throws {
        #expect(try article(item(title: written)).title == meant)
    }
}
