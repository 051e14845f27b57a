import Domain
import FoundationEssentials
import Support
import Testing

@testable import Feeds

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@Suite("Hostile documents, and documents that are no feed")
struct HostileDocumentTests {
    @Test("a billion laughs are not expanded")
    func billionLaughs() throws {
        let entities = (1...12).map { "<!ENTITY l\($0) \"\(String(repeating: "&l\($0 - 1);", count: 10))\">" }.joined()
        let document = """
            <?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">\(entities)]>
            <rss version="2.0"><channel><title>&l12;</title>\(item(title: "Safe &l12;"))</channel></rss>
            """
        let clock = ContinuousClock()
        let start = clock.now
        let reading = try read(document)
        #expect(clock.now - start < .seconds(5))
        #expect(reading.articles.first?.title.contains("lol") == false)
        #expect(reading.articles.first?.title.hasPrefix("Safe") == true)
    }

    @Test("an entity of a file is not opened")
    func externalEntity() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "feeds-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let secret = folder.appending(path: "secret.txt")
        try Data("xyzzy".utf8).write(to: secret)
        let document = """
            <!DOCTYPE rss [<!ENTITY secret SYSTEM "\(secret.absoluteString)"><!ENTITY % more SYSTEM "\(secret.absoluteString)"> %more;]>
            <rss version="2.0"><channel>\(item(title: "A &secret; B", summary: "&secret;"))</channel></rss>
            """
        let reading = try read(document)
        #expect(reading.articles.first?.title.contains("xyzzy") == false)
        #expect(reading.articles.first?.summary.contains("xyzzy") == false)
    }

    @Test("an entity that the document defines for itself is not expanded either, not even inside attributes")
    func internalEntity() throws {
        let document = """
            <!DOCTYPE feed [<!ENTITY x "expanded">]>
            <feed xmlns="http://www.w3.org/2005/Atom"><entry><title>&x; title</title><link href="https://a.example/&x;"/></entry></feed>
            """
        let article = try #require(try read(document).articles.first)
        #expect(!article.title.contains("expanded") && !article.link.contains("expanded"))
    }

    @Test("elements nested without end do no harm")
    func depth() {
        let deep = String(repeating: "<a>", count: 200_000)
        #expect(failure("<rss><channel>\(deep)") != nil)
        #expect(PlainText.of(String(repeating: "<div>", count: 30_000) + "text").count <= 4)
    }

    @Test("HTML inside HTML inside a text does no harm")
    func nestedPages() {
        #expect(PlainText.of("<html a=b><body c=d><html e=f><body g=h><head><p>text<html><body x>") == "text")
    }

    @Test("a text of many small pieces is read in little time")
    func manyPieces() throws {
        let clock = ContinuousClock()
        let start = clock.now
        _ = try read(rss(item(summary: String(repeating: "&amp;", count: 1_000_000))))
        #expect(clock.now - start < .seconds(20))
    }

    @Test("a web page in place of a feed is malformed")
    func webPage() {
        #expect(
            failure("<!DOCTYPE html><html><head><title>Hello</title></head><body><p>Not a feed<br></body></html>")?.kind
                == .malformed)
    }

    @Test(
        "XML that is no feed, JSON and prose have an unexpected shape",
        arguments: ["<urlset><url/></urlset>", "{\"version\": 1}", "Service moved."])
    func notAFeed(text: String) {
        #expect(failure(text)?.kind == .unexpectedShape)
    }

    @Test("a feed without entries is empty, and so is nothing at all", arguments: ["", " \n", rss(), atom()])
    func empty(text: String) {
        #expect(failure(text)?.kind == .empty)
    }

    @Test("a document that ends before its first entry does is malformed")
    func cutOff() {
        #expect(failure("<rss version=\"2.0\"><channel><title>News</title><item><title>Half a tit")?.kind == .malformed)
        #expect(failure("<rss version=\"2.0\"><channel><title>News")?.kind == .malformed)
        #expect(failure("<?xml version=\"1.0\"?><rs")?.kind == .malformed)
    }

    @Test("a feed without a usable entry gives the reason")
    func unusable() {
        let failure = failure(rss(item(link: "javascript:alert(1)")))
        #expect(failure?.kind == .unexpectedShape)
        #expect(failure?.message.english.contains("its link is no http address") == true)
    }

    /// The processor time of this thread, which other tests do not add to.
    private func time(_ work: () -> Void) -> Duration {
        func now() -> Duration {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        }
        let start = now()
        work()
        return now() - start
    }

    /// Whether sixteen times the input takes at most twice as much for each byte; a quadratic step would take 256 times
    /// as long.
    private func isLinear(_ size: Int, _ work: (_ size: Int) -> Void) -> Bool {
        let (small, large) = (time { work(size / 16) }, time { work(size) })
        if large >= small * 32 + .milliseconds(100) { print("\(size / 16) bytes: \(small), \(size): \(large)") }
        return large < small * 32 + .milliseconds(100)
    }

    @Test(
        "no repetition takes more than linear time",
        arguments: [
            "<item/>", "<![CDATA[", "<!--", "<", "&", "<item a=\"", "<script>", "<svg><b <i ", "<a>", "</z>", "<item>",
            "<item><title>", "<content type='a/xml'>", "<a xml:base='b'>", "<item><pubDate>1 foo bar</pubDate></item>",
            "<title>", "]]>", "<!DOCTYPE [", "&#x", "<item xmlns:a='b'>", "<item><guid>a</guid></item>",
        ])
    func repetition(piece: String) {
        #expect(
            isLinear(160_000) { size in
                let text = String(repeating: piece, count: size / piece.utf8.count)
                _ = try? read("<rss><channel>\(item())\(text)")
                _ = try? read(rss(item(summary: "<![CDATA[\(text.replacing("]]>", with: ""))]]>")))
            })
    }

    /// What opens something that has no end. The search for an end takes a nanosecond for 20 bytes, so that only a
    /// large document shows that there are many.
    private static let unclosed = [
        "<?", "<!x", "<![x", "<!--", "<![CDATA[", "<!DOCTYPE ", "<!DOCTYPE [", "<a b=\"",
    ]

    @Test("a megabyte of openings without an end takes linear time", arguments: unclosed)
    func openingsInDocument(piece: String) {
        #expect(
            isLinear(1_000_000) { size in
                _ = try? read("<rss>" + String(repeating: piece, count: size / piece.utf8.count))
            })
    }

    @Test("and so it does in a text of HTML", arguments: unclosed + ["<script>", "<svg>"])
    func openingsInText(piece: String) {
        #expect(
            isLinear(1_000_000) { size in
                _ = PlainText.of(String(repeating: piece, count: size / piece.utf8.count))
            })
    }

    @Test("an instruction without an end takes nothing before it, and is text in HTML")
    func openInstruction() throws {
        #expect(try read("<rss><channel>\(item(title: "One"))<?php echo").articles.map(\.title) == ["One"])
        #expect(PlainText.of("One <? two <!x three") == "One <? two <!x three")
    }

    @Test("a hundred thousand attributes on one tag are read once")
    func attributes() throws {
        let attributes = (0..<100_000).map { "a\($0)='x'" }.joined(separator: " ")
        let reading = try read(
            "<rss><channel><item \(attributes)><title>A</title><link>https://a.example/</link></item></channel></rss>")
        #expect(reading.articles.map(\.title) == ["A"])
    }

    @Test("a root with a long prefix is looked at once, not for each item")
    func rootPrefix() {
        let items = "<item><title>A"
        #expect(
            isLinear(400_000) { size in
                let root = String(repeating: "a", count: size / 2) + ":rss"
                _ = try? read("<\(root)><channel>" + String(repeating: items, count: size / 2 / items.utf8.count))
            })
    }

    @Test("an item with the prefix of the root begins an item, and one with a prefix of its own is text")
    func prefixedItems() throws {
        let link = "<link>https://a.example/1</link>"
        #expect(
            try read(
                "<a:rss><a:channel><a:item>\(link)<title>One<a:item><title>Two</title>\(link.replacing("1", with: "2"))"
                    + "</a:item></a:channel></a:rss>"
            ).articles.map(\.title) == ["One", "Two"])
        #expect(
            try read("<rss><channel><item>\(link)<title>One<a:item>Two</a:item></title></item></channel></rss>")
                .articles.map(\.title) == ["One<a:item>Two</a:item>"])
    }

    @Test("JSON nested without end is no feed")
    func deepJSON() {
        #expect(failure("{\"items\": " + String(repeating: "[", count: 500_000)) != nil)
        #expect(failure("{\"a\": " + String(repeating: "{\"a\":", count: 200_000)) != nil)
    }
}
