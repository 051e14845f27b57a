import API
import Domain
import FoundationEssentials
import HTTPTypes
import Support
import Testing

@testable import Dashboard

@Suite("Incidents on the dashboard") struct IncidentPageTests {
    private static func page(_ path: String, _ incidents: Incident..., failure: ReadModelFailure? = nil) async throws
        -> PageClient.PageResponse
    {
        try await PageClient.page(
            try SampleMarket.reader(), path, incidents: StubIncidents(incidents: incidents, failure: failure))
    }

    @Test(
        "the list shows each incident's state, cause, start and duration",
        arguments: [
            (
                "en",
                [
                    "Database unreachable", "No new prices come in.", "open", "critical", "Started", "1 h ago",
                    "price sources on host-1",
                ]
            ),
            (
                "fr",
                [
                    "Base de données injoignable", "Plus aucun cours n’arrive.", "ouvert", "critique", "Commencé",
                    "il y a 1\u{A0}h", "sources de cours sur host-1",
                ]
            ),
        ])
    func list(_ language: String, _ words: [String]) async throws {
        let page = try await Self.page("/incidents?lang=\(language)", SampleIncidents.incident())
        #expect(page.status == .ok && page.headers[.contentLanguage] == language)
        let list = page.body.section("list")
        for word in words { #expect(list.contains(word), "\(word)") }
        #expect(list.contains("href=\"/incidents/i1\""))
        let over = try await Self.page("/incidents?lang=\(language)", SampleIncidents.incident(state: .resolved)).body
            .section("list")
        #expect(over.contains(language == "en" ? "lasted 35\u{A0}min" : "durée\u{A0}: 35\u{A0}min"))
    }

    @Test("an incident of a newer API is shown by its names, and is not an open one", arguments: ["en", "fr"])
    func newerAPI(language: String) async throws {
        let newer = SampleIncidents.incident(
            "i1", Cause(rawValue: "moon-phase"), severity: Incident.Severity(rawValue: "fatal"),
            state: Incident.State(rawValue: "muted"))
        let list = try await Self.page("/incidents?lang=\(language)", newer).body.section("list")
        for word in ["moon-phase", "fatal", "muted"] { #expect(list.contains(word), "\(word)") }
        #expect(try await Self.page("/incidents/i1?lang=\(language)", newer).status == .ok)
        #expect(!(try await Self.page("/?lang=\(language)", newer).body.contains("moon-phase")))
    }

    @Test("the consequences of an incident are listed below it")
    func consequences() async throws {
        let child = SampleIncidents.incident("i2", .apiUnreachable, parent: "i1")
        let list = try await Self.page("/incidents", SampleIncidents.incident(), child).body.section("list")
        let parts = list.components(separatedBy: "Consequences")
        #expect(
            parts.count == 2 && parts[0].contains("/incidents/i1") && !parts[0].contains("/incidents/i2")
                && parts[1].contains("/incidents/i2"))
    }

    @Test(
        "an incident whose cause is not on the page, or is itself, is listed too",
        arguments: ["gone", "i2"])
    func orphan(_ parent: String) async throws {
        let list = try await Self.page("/incidents", SampleIncidents.incident("i2", parent: parent)).body.section(
            "list")
        #expect(list.contains("/incidents/i2"))
    }

    @Test("the statistics and the recurring incidents are above the list")
    func register() async throws {
        let (first, second) = (SampleIncidents.incident("a", state: .resolved), SampleIncidents.incident("b"))
        let register = try await Self.page("/incidents", first, second).body.section("register")
        for word in [
            "<dd>2</dd><dt>incidents, 1 open</dt>", "<dd>5\u{A0}min</dd><dt>mean time to detect",
            "<dd>1\u{A0}min</dd><dt>mean time to explain", "<dd>35\u{A0}min</dd><dt>mean time to recover",
        ] {
            #expect(register.contains(word), "\(word)")
        }
        #expect(
            register.contains("Database unreachable <span class=\"place\">price sources on host-1</span> · 2 times"))
    }

    @Test(
        "the number of open incidents agrees in number",
        arguments: [
            (1, 0, "incident, none open", "incident, aucun ouvert"),
            (1, 1, "incident, 1 open", "incident, dont 1\u{A0}ouvert"),
            (3, 1, "incidents, 1 open", "incidents, dont 1\u{A0}ouvert"),
            (3, 2, "incidents, 2 open", "incidents, dont 2\u{A0}ouverts"),
        ])
    func plural(_ count: Int, _ open: Int, _ english: String, _ french: String) {
        #expect(IncidentStrings.english.countLabel(count, open: open) == english)
        #expect(IncidentStrings.french.countLabel(count, open: open) == french)
    }

    @Test(
        "the page says that there are no incidents",
        arguments: [("en", "No incidents recorded."), ("fr", "Aucun incident enregistré.")])
    func empty(_ language: String, _ sentence: String) async throws {
        let page = try await Self.page("/incidents?lang=\(language)")
        #expect(page.status == .ok && page.body.section("register").contains(sentence))
        #expect(
            page.body.contains(
                "<section id=\"list\" class=\"card log\" data-panel aria-labelledby=\"list-heading\" hidden>"))
    }

    @Test("a long list continues on the next page")
    func pages() async throws {
        let many = (0..<60).map { SampleIncidents.incident("i\($0 + 10)", subject: "/folder/\($0)") }
        let reader = StubIncidents(incidents: many)
        let first = try await PageClient.page(try SampleMarket.reader(), "/incidents", incidents: reader).body
        let link = try #require(first.firstMatch(of: #/href="(/incidents\?before=[^"]+)"/#)).1
        let second = try await PageClient.page(try SampleMarket.reader(), String(link), incidents: reader).body
        func ids(_ page: String) -> Set<String> {
            Set(page.matches(of: #/href="/incidents/(i\d+)"/#).map { String($0.1) })
        }
        #expect(ids(first).count == 50 && ids(second).count == 10 && ids(first).isDisjoint(with: ids(second)))
        #expect(second.contains("/incidents?lang=fr&amp;before="))
    }

    @Test("a visitor's page has no evidence and no quotation, says so, and leads to it where there is a token")
    func withheld() async throws {
        let incident = SampleIncidents.incident(
            symptom: "Fails: “internal secret”.", evidence: [Evidence(source: "journal", line: "evidence line")])
        let token = "a-token-of-an-operator"
        func page(_ path: String, _ operations: OperationsAuthorization, _ headers: HTTPFields = [:]) async throws
            -> PageClient.PageResponse
        {
            try await PageClient.page(
                try SampleMarket.reader(), path, headers, incidents: StubIncidents(incidents: [incident]),
                operations: operations)
        }
        let closed = try await page("/incidents/i1", .init(.token, token: nil))
        #expect(closed.status == .ok && !closed.body.contains("evidence line") && !closed.body.contains("secret"))
        #expect(closed.body.section("evidence").contains("The evidence is for operators only."))
        #expect(!closed.body.contains("?evidence"))
        let operations = OperationsAuthorization(.token, token: AdminToken(token))
        #expect(try await page("/incidents/i1?lang=fr", operations).body.contains("réservées aux exploitants"))
        #expect(try await page("/incidents/i1", operations).body.contains("href=\"/incidents/i1?evidence\""))
        #expect(try await page("/incidents/i1?evidence", operations).status != .ok)
        for user in ["operator", "someone"] {
            let password = Data("\(user):\(token)".utf8).base64EncodedString()
            let shown = try await page("/incidents/i1", operations, [.authorization: "Basic \(password)"])
            #expect(shown.body.contains("evidence line") == (user == "operator"))
            #expect(shown.body.contains("internal secret") == (user == "operator"))
        }
        let shared = try await page("/incidents", .init(.everyone, token: nil)).body
        #expect(shared.contains("Fails.") && !shared.contains("internal secret"))
    }

    @Test(
        "an incident is shown in five steps, with its evidence",
        arguments: [
            (
                "en",
                [
                    "Context", "Symptom", "Diagnosis", "Resolution", "Lesson", "Evidence", "The server is gone.",
                    "Not recorded yet.",
                ]
            ),
            (
                "fr",
                [
                    "Contexte", "Symptôme", "Diagnostic", "Résolution", "Leçon apprise", "Preuves",
                    "Le serveur a disparu.", "Pas encore renseigné.",
                ]
            ),
        ])
    func detail(_ language: String, _ words: [String]) async throws {
        let page = try await Self.page(
            "/incidents/i1?lang=\(language)", SampleIncidents.incident(),
            SampleIncidents.incident("i2", .apiUnreachable, parent: "i1"))
        #expect(page.status == .ok)
        let body = page.body.section("incident") + page.body.section("evidence")
        for word in words { #expect(body.contains(word), "\(word)") }
        #expect(
            body.contains("journalctl -u api") && body.contains("<code>connection refused</code>")
                && body.contains("<code>database-unreachable</code>"))
        #expect(page.body.section("consequences").contains("/incidents/i2"))
        #expect(page.body.contains("<a href=\"/incidents/i1?lang=fr\" lang=\"fr\""))
    }

    @Test(
        "an incident that does not exist is an error page",
        arguments: [("en", "Incident not found."), ("fr", "Incident introuvable.")])
    func absent(_ language: String, _ sentence: String) async throws {
        let page = try await Self.page("/incidents/%22%3E%3Cscript%3E?lang=\(language)", SampleIncidents.incident())
        #expect(page.status == .notFound && page.body.contains(sentence) && !page.body.contains("<script>"))
    }

    @Test("while incidents are unavailable, their pages say so, and the main page renders without them")
    func unavailable() async throws {
        let down = ReadModelFailure.unavailable(detail: "refused by 127.0.0.1")
        let list = try await Self.page("/incidents", failure: down)
        #expect(
            list.status == .ok && list.body.contains("The incidents are unavailable")
                && !list.body.contains("No incidents recorded"))
        let file = try await Self.page("/incidents/i1", failure: down)
        #expect(
            file.status == .serviceUnavailable && file.body.contains("The incidents are unavailable")
                && !file.body.contains("127.0.0.1"))
        let main = try await Self.page("/", failure: down)
        #expect(
            main.status == .ok && !main.body.contains("class=\"stale-notice\"") && !main.body.contains("class=\"notice")
        )
    }

    @Test(
        "the main page tells of a critical incident in one line, in the reader's words",
        arguments: [
            ("en", "Prices may be delayed: the database is unavailable.", "Service degraded"),
            (
                "fr", "Les cours peuvent être en retard\u{A0}: la base de données est indisponible.", "Service dégradé"
            ),
        ])
    func notice(_ language: String, _ sentence: String, _ health: String) async throws {
        let main = try await Self.page(
            "/?lang=\(language)", SampleIncidents.incident(),
            SampleIncidents.incident("i2", .sourceBlocked, severity: .warning)
        ).body
        #expect(main.contains("<p class=\"notice warn\">\(sentence) <a href=\"/incidents/i1\">"))
        #expect(main.matches(of: #/class="notice/#).count == 1)
        #expect(main.contains("class=\"health down\"") && main.contains(health))
    }

    @Test("a warning is in the masthead only, and without incidents all is well")
    func health() async throws {
        let warned = try await Self.page("/", SampleIncidents.incident("i2", .sourceBlocked, severity: .warning)).body
        #expect(!warned.contains("class=\"notice") && warned.contains("class=\"health warn\""))
        #expect(warned.contains("1 open incident"))
        let well = try await Self.page("/").body
        #expect(well.contains("class=\"health up\"") && well.contains("All systems normal"))
    }

    @Test("the sources that do not respond are counted")
    func sources() async throws {
        let main = try await Self.page(
            "/", SampleIncidents.incident("i1", .sourceDown, subject: "kraken"),
            SampleIncidents.incident("i2", .sourceBlocked, subject: "bitstamp")
        ).body
        #expect(main.contains("Prices may be delayed: 2 price sources are not responding. <a href=\"/incidents\">"))
    }

    @Test("the main page shows neither resolved incidents nor consequences")
    func noNotice() async throws {
        #expect(try await !Self.page("/", SampleIncidents.incident(state: .resolved)).body.contains("class=\"notice"))
        let main = try await Self.page(
            "/", SampleIncidents.incident(), SampleIncidents.incident("i2", .apiUnreachable, parent: "i1")
        ).body
        #expect(main.contains("/incidents/i1\"") && !main.contains("/incidents/i2\""))
    }

    @Test("the list that was read last is shown with its age while it cannot be read")
    func remembered() async throws {
        let log = ChangingIncidents(StubIncidents(incidents: [SampleIncidents.incident()]))
        try await PageClient.run(try SampleMarket.reader(), incidents: log) { client in
            #expect(try await client.get("/incidents").body.contains("/incidents/i1"))
            await log.replace(with: StubIncidents(failure: .unavailable(detail: "down")))
            let page = try await client.get("/incidents").body
            #expect(page.contains("/incidents/i1") && page.contains("Showing the last known data"))
            #expect(page.contains("<dd>1</dd>"))
        }
    }

    @Test("the content of an incident is shown as text", arguments: ["/incidents", "/incidents/i1"])
    func hostile(_ path: String) async throws {
        let text = "</code><script>alert('1')</script><img src=x onerror=\"y\"> {{words.title}}"
        var incident = SampleIncidents.incident(
            symptom: Phrase(verbatim: text), evidence: [Evidence(source: text, line: text)])
        (incident.context, incident.diagnosis, incident.resolution, incident.lesson) = (
            incident.symptom, incident.symptom, incident.symptom, incident.symptom
        )
        let page = try await Self.page(path, incident).body
        #expect(page.contains("&lt;script&gt;alert(&#39;1&#39;)") && page.contains("{{words.title}}"))
        #expect(!page.contains("<script>alert") && !page.contains("<img src=x"))
    }

    @Test("an unchanged list is a 304, and a page sets a cookie only for an explicit language")
    func unchanged() async throws {
        let incidents = StubIncidents(incidents: [SampleIncidents.incident()])
        try await PageClient.run(try SampleMarket.reader(), incidents: incidents, version: { 1 }) { client in
            let first = try await client.get("/incidents")
            #expect(first.headers[.setCookie] == nil && first.headers[.contentSecurityPolicy] != nil)
            let again = try await client.get("/incidents", [.ifNoneMatch: try #require(first.headers[.eTag])])
            #expect(again.status == .notModified && again.body.isEmpty)
            #expect(try await client.get("/incidents/i1?lang=fr").headers[.setCookie]?.hasPrefix("lang=fr") == true)
        }
    }

    @Test("over HTTP the read models are the same as in process")
    func remote() async throws {
        let requests = RecordedRequests()
        let response = SampleIncidents.response()
        let page = IncidentPage(incidents: [response], next: nil, simulated: false)
        let register = IncidentRegister([SampleIncidents.incident()])
        let reader = RemoteIncidentReader { path in
            await requests.add(path)
            if path.hasPrefix("/v1/incidents/register") { return (200, [UInt8](try JSONEncoder().encode(register))) }
            if path.hasPrefix("/v1/incidents?") { return (200, [UInt8](try JSONEncoder().encode(page))) }
            if path.hasPrefix("/v1/incidents/i1") { return (200, [UInt8](try JSONEncoder().encode(response))) }
            return (404, Array(#"{"type":"urn:bitcoin-analyzer:problem:not-found"}"#.utf8))
        }
        #expect(
            try await reader.incidents(
                matching: IncidentQuery(state: .open, parent: IncidentID(rawValue: "a b")), limit: 5, in: .french)
                == page)
        #expect(try await reader.incident(IncidentID(rawValue: "i1"), in: .english) == response)
        #expect(try await reader.incident(IncidentID(rawValue: "a/b"), in: .english) == nil)
        #expect(try await reader.register(since: nil) == register)
        #expect(
            await requests.paths == [
                "/v1/incidents?limit=5&state=open&parent=a%20b&lang=fr", "/v1/incidents/i1?lang=en",
                "/v1/incidents/a%2Fb?lang=en", "/v1/incidents/register",
            ])
        let elsewhere = RemoteIncidentReader { _ in (404, Array("<html>".utf8)) }
        await #expect(throws: ReadModelFailure.self) {
            try await elsewhere.incident(IncidentID(rawValue: "i1"), in: .english)
        }
    }
}

private actor RecordedRequests {
    private(set) var paths: [String] = []
    func add(_ path: String) { paths.append(path) }
}
