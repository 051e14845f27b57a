import API
import Domain
import HTTPTypes
import Support
import Testing

@testable import Dashboard

struct SafetyTests {
    private func news(
        title: String = "A title", link: String = "https://example.com/", publisher: String = "P",
        language: String? = "en"
    )
        async throws -> String
    {
        var reader = try SampleMarket.reader()
        let article = SampleMarket.article(title, link, publisher, language, 1)
        reader.news = .success(ArticlePage(news: [article], next: nil, simulated: false))
        return try await PageClient.page(reader).body.section("news")
    }

    @Test("a title's markup is shown as text")
    func title() async throws {
        let news = try await news(title: "<script>alert('1')</script> \"quoted\" & more")
        #expect(news.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &quot;quoted&quot; &amp; more"))
        #expect(!news.contains("<script>alert"))
    }

    @Test("Mustache tags in a title are text too")
    func mustache() async throws {
        #expect(try await news(title: "{{words.title}} {{{data}}}").contains("{{words.title}} {{{data}}}"))
    }

    @Test("a link cannot end its attribute, not even with a combining accent on the quotation mark")
    func link() async throws {
        for hostile in ["https://example.com/\" onclick=\"x", "https://example.com/\"\u{301} onclick=x "] {
            let news = try await news(link: hostile)
            // By bytes: as characters, the accent hides the semicolon before it from a comparison too.
            #expect(news.utf8.firstRange(of: "href=\"https://example.com/&quot;".utf8) != nil)
            #expect(news.utf8.split(separator: UInt8(ascii: "\"")).allSatisfy { !$0.starts(with: " onclick=".utf8) })
        }
    }

    @Test(
        "a link that is not a web address is not followed",
        arguments: ["javascript:alert(1)", "data:text/html,x", " https://x", "//x"])
    func scheme(link: String) async throws {
        let news = try await news(link: link)
        #expect(!news.contains("<a class=\"headline\""))
        #expect(news.contains("A title"))
    }

    @Test("a language that is no language code is left out", arguments: ["\"><script>", "x", "français", ""])
    func language(code: String) async throws {
        #expect(try await !news(language: code).contains("hreflang"))
    }

    @Test("the chart's data cannot end their script element")
    func data() async throws {
        var reader = try SampleMarket.reader()
        reader.candles = .success(try SampleMarket.candles(quote: Quote(rawValue: "</script><!--&")))
        let chart = try await PageClient.page(reader).body.section("chart")
        let block = try #require(chart.split(separator: "id=\"chart-data\">").last)
        #expect(block.contains("\\u003c/script\\u003e\\u003c!--\\u0026"))
        #expect(block.split(separator: "</script>", omittingEmptySubsequences: false).count == 2)
    }

    @Test("the page may load nothing but its own files, and run nothing inline")
    func policy() async throws {
        let page = try await PageClient.page(try SampleMarket.reader())
        let policy = try #require(page.headers[.contentSecurityPolicy])
        #expect(policy.contains("default-src 'none'"))
        #expect(policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe"))
        #expect(page.headers[.xContentTypeOptions] == "nosniff")
        #expect(page.headers[try #require(HTTPField.Name("Referrer-Policy"))] == "no-referrer")
        // What the policy would forbid is not there in the first place.
        #expect(!page.body.contains(" style="))
        #expect(!page.body.contains("<style"))
        #expect(!page.body.contains(" onclick="))
        #expect(!page.body.contains("src=\"http"))
        #expect(!page.body.contains("src=\"//"))
    }

    @Test("the templates name nothing that the page does not have")
    func templateNames() throws {
        let files = EmbeddedFiles()
        let snapshot = try Self.snapshot()
        let page = try Page(snapshot, language: .english, range: .week, files: try AssetCatalog(files).addresses)
        let formatter = LocalizedFormatter(.english, at: SampleMarket.now)
        let incident = SampleIncidents.reading(resolution: "Done")
        let addresses = try AssetCatalog(files).addresses
        let known = Self.names(in: page)
            .union(
                Self.names(
                    in: IncidentsPage(
                        .fresh(IncidentPage(incidents: [incident], next: "x", simulated: false)),
                        register: IncidentRegister([SampleIncidents.incident(), SampleIncidents.incident()]),
                        before: nil, files: addresses, in: formatter))
            )
            .union(
                Self.names(
                    in: IncidentFile(
                        incident, consequences: [incident], simulated: false, files: addresses, in: formatter))
            )
            .union(Self.names(in: MissingIncidentPage("x", address: "/", files: addresses, in: formatter)))
        for (template, bytes) in files.inFolder("templates", suffix: ".mustache") {
            let source = String(decoding: bytes, as: UTF8.self)
            for tag in source.matches(of: /\{\{[{#^\/]?(?:uppercased\()?([A-Za-z.0-9]+)\)?\}?\}\}/) {
                for name in tag.1.split(separator: ".") {
                    #expect(known.contains(String(name)), "\(template) names \(name)")
                }
            }
        }
    }

    private static func snapshot() throws -> MarketSnapshot {
        let reader = try SampleMarket.reader(missing: [700])
        let down = ReadModelFailure.unavailable(detail: "")
        return MarketSnapshot(
            price: .remembered(try reader.price.get(), readAt: SampleMarket.now, because: down),
            candles: .fresh(try reader.candles.get()),
            news: .fresh(try reader.news.get()), analysis: .fresh(try reader.analysis.get()),
            incidents: .fresh(IncidentPage(incidents: [SampleIncidents.reading()], next: nil, simulated: false)),
            now: SampleMarket.now)
    }

    private static func names(in value: Any) -> Set<String> {
        Mirror(reflecting: value).children.reduce(into: []) { names, child in
            if let label = child.label { names.insert(label) }
            names.formUnion(Self.names(in: child.value))
        }
    }
}
