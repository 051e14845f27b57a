import API
import Domain
import Foundation
import HTTPTypes
import Support
import Testing

@testable import Dashboard

@Suite("The operations page") struct OperationsPageTests {
    static func run(_ id: String = "run-1", _ outcome: RunOutcome = .ok, hour: Int64 = 740) -> Run {
        var report = SourceReport(source: "kraken", part: .prices, fetched: 3, kept: WriteResult(new: 2))
        if outcome != .ok {
            report.outcome = .failed
            report.error = SourceReport.Failure(kind: .timeout, message: "no response in 15 s", hint: "wait")
        }
        return Run(
            id: RunID(rawValue: id), traceID: "0af7651916cd43dd8448eb211c80319c", command: "serve", trigger: .scheduler,
            host: "host-1", started: .hour(hour), finished: .hour(hour) + .seconds(7), outcome: outcome,
            sources: [report])
    }

    static let entries = [
        TimelineEntry(
            time: .hour(740) + .seconds(7), source: "records", level: "error", unit: "bitcoin-analyzer-collect.service",
            traceID: "0af7651916cd43dd8448eb211c80319c", message: "<b>no response in 15 s</b>"),
        TimelineEntry(
            time: .hour(740) + .seconds(3), source: "records", level: "info",
            traceID: "0af7651916cd43dd8448eb211c80319c", message: "kraken returned 3 candles"),
        TimelineEntry(
            time: .hour(740), source: "journal", level: "info", traceID: "0af7651916cd43dd8448eb211c80319c",
            message: "the run begins"),
    ]
    static let timeline = TimelinePage(entries, limit: 9, query: TimelineQuery(), simulated: false)

    static let status = """
        {"healthy":HEALTHY,"version":"1.2.3","as_of":"2026-02-01T00:30:00Z","simulated":false,"runs":[],"incidents":[],
        "price":{"as_of":"2026-02-01T00:27:00Z","age_seconds":180,"fresh":true},
        "news":{"as_of":"2026-01-31T12:00:00Z","age_seconds":45000,"fresh":false},
        "problems":[PROBLEMS],"services":[{"unit":"bitcoin-analyzer-api.service","state":"active","restarts":0}],
        "intervals":[{"interval":"1h","first":"2026-01-01T00:00:00Z","last":"2026-01-31T23:00:00Z","stored":26280,
        "owed":12,"absent":0}],
        "sources":[{"source":"kraken","part":"prices","outcome":"ok","asked":"2026-02-01T00:27:00Z","share":0.417,
        "outages":[],"last_failure":{"at":"2026-01-31T00:00:00Z","kind":"timeout","message":"m","recovered":null}}]}
        """

    private static func reader(healthy: Bool = true, problems: String = "") -> StatusReader {
        let text = status.replacing("HEALTHY", with: "\(healthy)").replacing("PROBLEMS", with: problems)
        return StatusReader(status: { _ in Array(text.utf8) })
    }

    private static let token = "a-token-of-an-operator"

    private func page(
        _ path: String, status: StatusReader = reader(), incidents: [Incident] = [],
        operations: OperationsAuthorization = .init(.everyone, token: nil)
    ) async throws -> PageClient.PageResponse {
        let runs = MemoryRuns()
        for (index, outcome) in [RunOutcome.failed, .degraded, .ok].enumerated() {
            try await runs.begin(Self.run("run-\(index)", outcome, hour: 740 + Int64(index)))
        }
        return try await PageClient.page(
            try SampleMarket.reader(), path, incidents: StubIncidents(incidents: incidents), status: status,
            runs: RunReader(runs, simulated: false), traces: Self.entries, operations: operations)
    }

    @Test(
        "one look says that all is well, with the state of each part",
        arguments: [
            (
                "en",
                [
                    "All systems are operating normally.", "1 of 1 sources responding", "26,280 hours stored",
                    "12 missing", "1 of 1 units running", "none open", "41.7%", "2 of the last 3 runs succeeded",
                    "1.2.3", "no response in time", "built-in analyst",
                ]
            ),
            (
                "fr",
                [
                    "Tous les systèmes fonctionnent normalement.", "1 sources sur 1 répondent", "heures conservées",
                    "12 manquantes", "1 unités sur 1 actives", "aucun ouvert", "2 des 3 dernières collectes réussies",
                ]
            ),
        ])
    func well(_ language: String, _ words: [String]) async throws {
        let page = try await page("/operations?lang=\(language)")
        #expect(page.status == .ok)
        for word in words { #expect(page.body.contains(word), "\(word)") }
        #expect(page.body.matches(of: #/<rect class="run-/#).count == 3)
        #expect(page.body.contains("href=\"/operations/runs/run-2\""))
    }

    @Test("a problem is named by its cause, in the reader's language")
    func problem() async throws {
        let status = Self.reader(healthy: false, problems: #"{"cause":"source-down","detail":"d"}"#)
        #expect(try await page("/operations", status: status).body.contains("One problem: Source unavailable."))
        #expect(
            try await page("/operations?lang=fr", status: status).body
                .contains("Un problème\u{A0}: Source indisponible."))
    }

    @Test("a visitor sees the verdict and the incidents, and is asked for the token for the rest")
    func visitor() async throws {
        let withheld = StatusReader(status: { _ in
            Array(#"{"healthy":true,"as_of":"2026-02-01T00:30:00Z","simulated":false,"withheld":["sources"]}"#.utf8)
        })
        let page = try await page(
            "/operations", status: withheld, incidents: [SampleIncidents.incident()],
            operations: .init(.token, token: AdminToken(Self.token)))
        #expect(page.body.contains("Database unreachable") && page.body.contains("for operators only"))
        #expect(page.body.contains("action=\"/operations/session\"") && !page.body.contains("class=\"run-strip\""))
    }

    @Test("a run has its page with the result of each source; only for those who may read runs")
    func runs() async throws {
        let page = try await page("/operations/runs/run-0?lang=fr")
        #expect(page.status == .ok)
        for word in ["0af7651916cd43dd8448eb211c80319c", "Kraken", "en échec", "échouée"] {
            #expect(page.body.contains(word), "\(word)")
        }
        // What records and logs say about its trace, in the order of time.
        let trace = page.body.section("trace")
        let (begin, end) = (trace.firstRange(of: "the run begins"), trace.firstRange(of: "no response in 15 s"))
        #expect(try #require(begin).lowerBound < #require(end).lowerBound)
        #expect(trace.contains("&lt;b&gt;") && trace.contains("bitcoin-analyzer-collect.service"))
        // Of the records, in the language of the page; levels too.
        #expect(trace.contains("the run begins (fr)") && trace.contains("erreur"), "\(trace)")
        #expect(trace.contains("enregistrements"), "\(trace)")
        #expect(try await self.page("/operations/runs/none").status == .notFound)
        let closed = OperationsAuthorization(.token, token: AdminToken(Self.token))
        #expect(try await self.page("/operations/runs/run-0", operations: closed).status != .ok)
    }

    @Test("the token opens a session in a strict cookie, with which an incident is resolved, and not without it")
    func session() async throws {
        let log = MemoryIncidents()
        try await log.keep(SampleIncidents.incident())
        let operations = OperationsAuthorization(.token, token: AdminToken(Self.token))
        try await PageClient.run(
            try SampleMarket.reader(), incidents: LocalIncidentReader(log: log, simulated: false), log: log,
            operations: operations
        ) { client in
            let form = "resolution=Restarted+the+server%21%0D%0ADone.&lesson=&state=resolved"
            #expect(try await client.post("/incidents/i1", form).status == .unauthorized)
            #expect(try await client.post("/operations/session", "token=wrong-wrong-wrong").status == .unauthorized)
            let foreign = try await client.post("/operations/session", "token=\(Self.token)", site: "cross-site")
            #expect(foreign.status == .forbidden && foreign.headers[.setCookie] == nil)

            let opened = try await client.post("/operations/session", "token=\(Self.token)")
            #expect(opened.status == .seeOther && opened.headers[.location] == "/operations")
            let cookie = try #require(opened.headers[.setCookie])
            for word in ["HttpOnly", "SameSite=Strict", "Path=/"] { #expect(cookie.contains(word)) }
            #expect(!cookie.contains(Self.token))
            let session = String(cookie.prefix { $0 != ";" })
            #expect(try await client.get("/incidents/i1", [.cookie: session]).body.contains("<textarea"))
            #expect(try await !client.get("/incidents/i1").body.contains("<textarea"))
            // Another site cannot use the cookie, were it sent.
            #expect(
                try await client.post("/incidents/i1", form, cookie: session, site: "same-site").status == .forbidden)
            #expect(try await log.incident(IncidentID(rawValue: "i1"))?.state == .open)

            #expect(try await client.post("/incidents/i1", form, cookie: session).status == .seeOther)
            let resolved = try #require(try await log.incident(IncidentID(rawValue: "i1")))
            #expect(resolved.state == .resolved && resolved.resolution.english == "Restarted the server!\nDone.")

            _ = try await client.post("/operations/session/end", "", cookie: session)
            #expect(try await client.post("/incidents/i1", form, cookie: session).status == .unauthorized)
        }
    }

    @Test("after several wrong tokens the next ones have to wait")
    func throttled() async throws {
        let operations = OperationsAuthorization(.token, token: AdminToken(Self.token))
        try await PageClient.run(try SampleMarket.reader(), operations: operations) { client in
            var statuses: [HTTPResponse.Status] = []
            for _ in 0..<20 {
                statuses.append(try await client.post("/operations/session", "token=wrong-wrong-wrong").status)
            }
            #expect(statuses.contains(.tooManyRequests))
        }
    }

    @Test("an error is a page for people, in their language, and a problem for programs")
    func errors() async throws {
        let page = try await page("/nowhere?lang=fr", [.accept: "text/html"])
        #expect(page.status == .notFound && page.body.contains("Page introuvable"))
        #expect(page.headers[.contentType] == "text/html; charset=utf-8" && page.headers[.contentSecurityPolicy] != nil)
    }

    private func page(_ path: String, _ headers: HTTPFields) async throws -> PageClient.PageResponse {
        try await PageClient.page(try SampleMarket.reader(), path, headers)
    }

    @Test("the feed has the analysis and the incidents, newest first, and is well-formed whatever they contain")
    func feed() async throws {
        let hostile = SampleIncidents.incident(symptom: Phrase(verbatim: "<b>&\u{1}\u{FFFF} “quoted secret”"))
        let page = try await PageClient.page(
            try SampleMarket.reader(), "/feed.xml?lang=fr", incidents: StubIncidents(incidents: [hostile]))
        #expect(page.headers[.contentType]?.hasPrefix("application/atom+xml") == true)
        // Every element ends, and nothing is left that XML 1.0 has no place for.
        var open: [Substring] = []
        for tag in page.body.matches(of: #/<(/?)([a-z]+)[^<>]*?(/?)>/#) where tag.3.isEmpty {
            if tag.1.isEmpty { open.append(tag.2) } else { #expect(open.popLast() == tag.2) }
        }
        #expect(open.isEmpty && !page.body.unicodeScalars.contains { $0.value < 0x0A || $0.value == 0xFFFF })
        #expect(page.body.matches(of: #/<entry>/#).count == 2)
        #expect(page.body.contains("Base de données injoignable (ouvert)") && page.body.contains("&lt;b&gt;&amp;"))
        #expect(!page.body.contains("quoted secret"))
    }

    @Test(
        "the badge says how the service is, as a picture",
        arguments: [("en", "All systems normal", "#0a6b5a"), ("fr", "Tout fonctionne", "#0a6b5a")])
    func badge(_ language: String, _ text: String, _ color: String) async throws {
        let page = try await PageClient.page(try SampleMarket.reader(), "/badge.svg?lang=\(language)")
        #expect(page.headers[.contentType] == "image/svg+xml")
        #expect(page.body.contains(text) && page.body.contains(color))
        let degraded = try await PageClient.page(
            try SampleMarket.reader(), "/badge.svg?lang=\(language)",
            incidents: StubIncidents(incidents: [SampleIncidents.incident()])
        ).body
        #expect(degraded.contains("#b42318") && !degraded.contains(text))
    }

    @Test(
        "the fields of a form are decoded as browsers encode them",
        arguments: [
            ("a=1&b=%C3%A9+x", ["a": "1", "b": "é x"]), ("a=%2B%&a=2", ["a": "+%"]), ("", [:]), ("a", ["a": ""]),
            ("a=%+1", ["a": "% 1"]),
        ])
    func form(_ text: String, _ fields: [String: String]) {
        let form = FormBody(text: text)
        for (name, value) in fields { #expect(form[name] == value) }
        #expect(form["z"] == nil)
    }
}
