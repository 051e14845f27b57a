import API
import Domain
import Foundation
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
        #expect(try await news(title: "{{strings.title}} {{{data}}}").contains("{{strings.title}} {{{data}}}"))
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
        "a link that is not a web address is not a link",
        arguments: ["javascript:alert(1)", "data:text/html,x", " https://x", "//x"])
    func scheme(link: String) async throws {
        let news = try await news(link: link)
        #expect(!news.contains("<a class=\"headline\""))
        #expect(news.contains("A title"))
    }

    @Test("an invalid language code is left out", arguments: ["\"><script>", "x", "français", ""])
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

    @Test("the content policy allows only files of this server and nothing inline")
    func policy() async throws {
        let page = try await PageClient.page(try SampleMarket.reader())
        let policy = try #require(page.headers[.contentSecurityPolicy])
        #expect(policy.contains("default-src 'none'"))
        #expect(policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe"))
        #expect(page.headers[.xContentTypeOptions] == "nosniff")
        #expect(page.headers[try #require(HTTPField.Name("Referrer-Policy"))] == "no-referrer")
        // The page contains nothing that the policy forbids.
        #expect(!page.body.contains(" style="))
        #expect(!page.body.contains("<style"))
        #expect(!page.body.contains(" onclick="))
        #expect(!page.body.contains("src=\"http"))
        #expect(!page.body.contains("src=\"//"))
    }

    private static func alertPage(_ files: AssetCatalog.Addresses, _ formatter: LocalizedFormatter) -> AlertPage {
        let alert = PriceAlert(
            id: "a", .above(1), note: "n", created: .hour(1), armed: nil, firings: 1, fired: .hour(2), firedPrice: 2)
        var device = PushSubscription.sample()
        device.delivered = .hour(2)
        let devices = PushSubscriptionListResponse([device], key: "BPublic", simulated: false)
        return AlertPage(
            .loaded(AlertListResponse([alert], simulated: false)), devices: .loaded(devices), mayChange: true,
            canSignIn: true, refusal: .invalid,
            files: files, in: formatter)
    }

    @Test("the templates use only names that their contexts have")
    func templateNames() throws {
        let files = EmbeddedFiles()
        let snapshot = try Self.snapshot()
        let page = try MarketPage(
            snapshot, language: .english, view: ChartView(), files: try AssetCatalog(files).addresses)
        let formatter = LocalizedFormatter(.english, at: SampleMarket.now)
        let incident = SampleIncidents.response(resolution: "Done")
        let addresses = try AssetCatalog(files).addresses
        let sources = try JSONDecoder().decode(SourcesResponse.self, from: Data(SourcesPageTests.status.utf8))
        let known = Self.names(in: page)
            .union(
                Self.names(
                    in: IncidentListPage(
                        .loaded(IncidentPage(incidents: [incident], next: "x", simulated: false)),
                        register: IncidentRegister([SampleIncidents.incident(), SampleIncidents.incident()]),
                        before: nil, files: addresses, in: formatter))
            )
            .union(
                Self.names(
                    in: IncidentDetailPage(
                        incident, consequences: [incident], simulated: false, hasToken: true, files: addresses,
                        in: formatter))
            )
            .union(Self.names(in: IncidentErrorPage("x", address: "/", files: addresses, in: formatter)))
            .union(Self.names(in: try Self.operationsPage(sources, addresses, formatter)))
            .union(
                Self.names(
                    in: RunPageView(
                        OperationsPageTests.run(), timeline: OperationsPageTests.timeline, id: "run-1",
                        unavailable: false, simulated: false, files: addresses,
                        in: formatter))
            )
            .union(Self.names(in: Self.newsPage(snapshot, addresses, formatter)))
            .union(
                Self.names(
                    in: AnalysisPage(.loaded(Self.analysis()), past: SampleMarket.past, files: addresses, in: formatter)
                )
            )
            .union(
                Self.names(
                    in: ErrorPage(
                        Problem.notFound("x"), traceID: "x", simulated: false, files: addresses, in: formatter))
            )
            .union(Self.names(in: Self.alertPage(addresses, formatter)))
            .union(Self.names(in: SourcesPage(.loaded(sources), hasToken: true, files: addresses, in: formatter)))
        for (template, bytes) in files.inFolder("templates", suffix: ".mustache") {
            let source = String(decoding: bytes, as: UTF8.self)
            for tag in source.matches(of: /\{\{[{#^\/]?(?:uppercased\()?([A-Za-z.0-9]+)\)?\}?\}\}/) {
                for name in tag.1.split(separator: ".") {
                    #expect(known.contains(String(name)), "\(template) uses \(name)")
                }
            }
        }
    }

    @Test("every partial that a template includes exists")
    func partials() {
        let templates = EmbeddedFiles().inFolder("templates", suffix: ".mustache")
        let names = Set(templates.map(\.name))
        for (template, bytes) in templates {
            for tag in String(decoding: bytes, as: UTF8.self).matches(of: /\{\{> *([^} ]+) *\}\}/) {
                #expect(names.contains(String(tag.1)), "\(template) includes \(tag.1)")
            }
        }
    }

    @Test("every class of the templates has a rule or is one of the known hooks")
    func classes() throws {
        let files = EmbeddedFiles()
        let css = try ["colors", "layout", "masthead", "panels", "chart", "incidents", "operations", "news"]
            .map { String(decoding: try files.file("styles/\($0).css"), as: UTF8.self) }.joined()
        let hooks: Set = ["drawing", "exact", "incident", "register", "log", "card", "change", "intervals", "news"]
        for (template, bytes) in files.inFolder("templates", suffix: ".mustache") {
            for list in String(decoding: bytes, as: UTF8.self).matches(of: /class="([^"{]+)/) {
                for name in list.1.split(separator: " ") where !hooks.contains(String(name)) {
                    #expect(css.contains(".\(name)"), "\(template): \(name)")
                }
            }
        }
    }

    private static func analysis() -> AnalysisResponse {
        var analysis = SampleMarket.analysis()
        analysis.forecast = SampleMarket.forecast
        analysis.articles = [SampleMarket.nearby("t", "https://example.com")]
        return analysis
    }

    private static func newsPage(
        _ market: MarketSnapshot, _ files: AssetCatalog.Addresses, _ formatter: LocalizedFormatter
    ) -> NewsPage {
        NewsPage(
            NewsSnapshot(news: market.news, mood: market.newsMood, candles: market.candles), filter: NewsFilter(),
            files: files, in: formatter)
    }

    private static func operationsPage(
        _ status: SourcesResponse, _ files: AssetCatalog.Addresses, _ formatter: LocalizedFormatter
    ) throws -> OperationsPage {
        let incidents = Loadable.loaded(
            IncidentPage(incidents: [SampleIncidents.response()], next: nil, simulated: false))
        return OperationsPage(
            OperationsSnapshot(
                status: .loaded(status),
                runs: .loaded(RunPage(runs: [OperationsPageTests.run()], next: nil, simulated: false)),
                quality: .loaded(QualityPageTests.quality()),
                open: incidents, resolved: incidents, analysis: Self.analysis(),
                releases: [ReleaseNote(version: "1.4.0", time: .hour(3), outcome: "live", wentLive: true)]),
            access: .reader, hasToken: true, files: files, in: formatter)
    }

    private static func snapshot() throws -> MarketSnapshot {
        var reader = try SampleMarket.reader(missing: [700])
        reader.price = .success(SampleMarket.priceInEuros)
        var candles = try reader.candles.get()
        candles.candles[1].doubtful = true
        let down = ReadModelFailure.unavailable(detail: "")
        return MarketSnapshot(
            price: .cached(try reader.price.get(), readAt: SampleMarket.now, down),
            candles: .loaded(candles), hours: .loaded(candles), hasMinutes: true,
            news: .loaded(try reader.news.get()), newsMood: .loaded(SampleMarket.newsMood()),
            analysis: .loaded(try reader.analysis.get()),
            incidents: .loaded(IncidentPage(incidents: [SampleIncidents.response()], next: nil, simulated: false)),
            now: SampleMarket.now)
    }

    private static func names(in value: Any) -> Set<String> {
        Mirror(reflecting: value).children.reduce(into: []) { names, child in
            if let label = child.label { names.insert(label) }
            names.formUnion(Self.names(in: child.value))
        }
    }
}
