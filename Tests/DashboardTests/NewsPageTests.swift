import API
import Domain
import HTTPTypes
import Support
import Synchronization
import Testing

@testable import Dashboard

@Suite("The news page") struct NewsPageTests {
    @Test(
        "lists the stories by day, with search and filters, in the reader's language",
        arguments: [("en", "Search", "31 Jan"), ("fr", "Recherche", "31 janv.")])
    func page(_ language: String, _ word: String, _ day: String) async throws {
        var reader = try SampleMarket.reader()
        reader.newsMood = .success(SampleMarket.newsMood())
        let page = try await PageClient.page(reader, "/news?lang=\(language)")
        #expect(page.status == .ok && page.body.contains(word))
        let stories = page.body.section("stories")
        #expect(stories.contains("Example Daily") && stories.contains("Le Journal d’exemple"))
        #expect(stories.matches(of: #/<h2 id="day-/#).count >= 2 && stories.contains(day))
        #expect(page.body.section("mood-chart").matches(of: #/<rect /#).count == 2)
    }

    @Test("the filters of the address are those of the query, and stay in the form and in the links")
    func filter() throws {
        let words = ["q": "halving", "language": "fr", "publisher": "A & B", "mood": "positive", "before": "x"]
        let filter = NewsFilter { words[$0] }
        let query = filter.query
        #expect(query.filter.text == "halving" && query.filter.language == "fr" && query.filter.publisher == "A & B")
        #expect(String(describing: query.mood).contains("positive") && query.filter.before == nil && query.limit == 30)
        #expect(filter.words(before: "c") == "q=halving&language=fr&publisher=A%20%26%20B&mood=positive&before=c")
        #expect(NewsFilter { _ in String(repeating: "x", count: 500) }.text.count == 100)
    }

    @Test("what is searched for is text in the page, and nothing found is said")
    func hostile() async throws {
        var reader = try SampleMarket.reader()
        reader.news = .success(ArticlePage(news: [], next: nil, simulated: false))
        let page = try await PageClient.page(reader, "/news?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
        #expect(page.body.contains("&quot;&gt;&lt;script&gt;alert(1)") && !page.body.contains("<script>alert"))
        #expect(page.body.contains("No story matches."))
    }

    @Test("while the news cannot be read the page says so")
    func unavailable() async throws {
        var reader = try SampleMarket.reader()
        reader.failAll(.unavailable(detail: "down"))
        let page = try await PageClient.page(reader, "/news")
        #expect(page.body.contains("The news is unavailable") && !page.body.contains("No story matches."))
    }

    @Test(
        "the analysis page shows every fact that the text rests on, and the range of the next close",
        arguments: [
            ("en", ["Change over 24 hours", "+1.2%", "24 of 24 known", "80 of 100 cases", "$66,000.00 – $68,400.00"]),
            ("fr", ["Variation sur 24\u{A0}heures", "24 sur 24", "80\u{A0}cas sur 100"]),
        ])
    func analysis(_ language: String, _ words: [String]) async throws {
        var reader = try SampleMarket.reader()
        var analysis = SampleMarket.analysis()
        analysis.forecast = SampleMarket.forecast
        analysis.articles = [SampleMarket.nearby("A <b>title</b>", "javascript:x")]
        reader.analysis = .success(analysis)
        let page = try await PageClient.page(reader, "/analysis?lang=\(language)")
        for word in words { #expect(page.body.contains(word), "\(word)") }
        #expect(page.body.contains("A &lt;b&gt;title") && !page.body.contains("javascript:"))
        // From 65,000 to 69,500: 80 % of it lies from 22.2 to 75.6 %.
        #expect(page.body.contains("class=\"range-80\" x=\"22.2%\" y=\"8\" width=\"53.3%\""))
        // The chart has it too.
        #expect(try await PageClient.page(reader).body.section("chart").contains("\"high80\":68400"))
    }

    @Test(
        "past analyses stand with how they turned out, and how often the range held",
        arguments: [
            ("en", ["Past analyses", "within the 80% range", "not known yet", "24 h later: 1 of 1", "+1.2%"]),
            ("fr", ["Analyses passées", "dans l’intervalle à 80", "pas encore connu", "Recalculées", "1 sur 1"]),
        ])
    func past(_ language: String, _ words: [String]) async throws {
        var reader = try SampleMarket.reader()
        #expect(try await PageClient.page(reader, "/analysis").body.contains("id=\"past\" class=\"card\" data-panel"))
        reader.past = .success(SampleMarket.past)
        let section = try await PageClient.page(reader, "/analysis?lang=\(language)").body.section("past")
        for word in words { #expect(section.contains(word), "\(word)") }
        reader.past = .failure(.unavailable(detail: "d"))
        let page = try await PageClient.page(reader, "/analysis")
        #expect(page.status == .ok && page.body.section("past").contains(" hidden>"))
    }

    @Test("marks are critical incidents and days of an unusual mood, in a range")
    func marks() throws {
        let mood = NewsMoodResponse(
            days: [
                .init(.hour(744), moods: [0.6, 0.5, 0.6]), .init(.hour(720), moods: [-0.5]),
                .init(.hour(696), moods: [0.1, 0, 0.1]),
            ], simulated: false)
        let incidents = [
            SampleIncidents.response(),
            IncidentResponse(SampleIncidents.incident("i2", severity: .warning), .english),
        ]
        let marks = ChartMarks(
            incidents, mood,
            [
                ReleaseNote(version: "1.4.1", time: .hour(799), outcome: "undone", wentLive: false),
                ReleaseNote(version: "1.4.0", time: .hour(701), outcome: "live", wentLive: true),
                ReleaseNote(version: "1.3.0", time: .hour(600), outcome: "replaced", wentLive: true),
            ], from: .hour(700), to: .hour(800), in: LocalizedFormatter(.english, at: SampleMarket.now)
        ).marks
        #expect(marks.filter { $0.kind == "release" }.map(\.text) == ["Release 1.4.0"])
        #expect(marks.map(\.kind).filter { $0 != "release" } == ["incident", "positive"])
        #expect(marks.contains { $0.href == "/incidents/i1" } && marks.last?.text.contains("(3 stories)") == true)
    }

    @Test("the chart loads candles of one currency before a time, and refuses what it cannot use")
    func candles() async throws {
        let page = try await PageClient.page(
            try SampleMarket.reader(), "/chart/candles?interval=1h&quote=USD&before=1769900000&limit=500")
        #expect(page.status == .ok && page.body.hasPrefix("{\"candles\":[["))
        for words in [
            "interval=1x&before=1&limit=1", "interval=1h&before=-1&limit=1", "interval=1h&before=1&limit=1001",
        ] {
            #expect(try await PageClient.page(try SampleMarket.reader(), "/chart/candles?\(words)").status != .ok)
        }
    }

    @Test("the page can be installed: a manifest with icons, and a worker that keeps its files")
    func installable() async throws {
        let reader = try SampleMarket.reader()
        let manifest = try await PageClient.page(reader, "/manifest.webmanifest")
        #expect(manifest.headers[.contentType] == "application/manifest+json")
        #expect(manifest.body.contains("\"display\":\"standalone\"") && manifest.body.contains("512x512"))
        let page = try await PageClient.page(reader)
        let worker = try await PageClient.page(reader, "/sw.js")
        #expect(worker.headers[.contentType]?.hasPrefix("text/javascript") == true)
        for file in page.body.matches(of: #/"(/assets/dashboard[^"]+)"/#) {
            #expect(worker.body.contains("\"\(file.1)\""))
        }
        #expect(page.body.contains("rel=\"manifest\""))
    }
}
