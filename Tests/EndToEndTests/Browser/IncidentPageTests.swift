import Domain
import Foundation
import Storage
import Support
import Testing

/// The pages on incidents in a real browser, on a phone.
@Suite(.serialized, .enabled(if: WebDriver.isInstalled, "\(WebDriver.skipped)"))
struct IncidentPageTests {
    /// The expected texts in a language.
    struct Words: Sendable, CustomTestStringConvertible {
        let language, title, notice, steps: String
        var testDescription: String { language }

        static let all = [
            Words(
                language: "en", title: "Database unreachable", notice: "the database is unavailable",
                steps: "Context Symptom Diagnosis Resolution Lesson"),
            Words(
                language: "fr", title: "Base de données injoignable", notice: "la base de données est indisponible",
                steps: "Contexte Symptôme Diagnostic Résolution Leçon apprise"),
        ]
    }

    private static let root = IncidentID(rawValue: "20260101T010500Z-00000001")

    private static func keepIncidents(in world: World) async throws {
        let database = try await Database.open(try DatabaseURL(world.database))
        let now = Timestamp(Date())
        let long =
            "could not connect to server: " + String(repeating: "averylongwordwithoutanyblank", count: 12)
            + " <b>&amp;</b>"
        try await database.incidents.keep(
            Incident(
                id: root, cause: .databaseUnreachable,
                at: Incident.Place(
                    host: "host-1", subject: "db-1.internal.example:5432/" + String(repeating: "prices", count: 12)),
                severity: .critical, began: now - .minutes(42), opened: now - .minutes(40),
                explained: now - .minutes(39), reopened: 1,
                context: Phrase(
                    "bitcoin-analyzer 1.2 on host-1, unit bitcoin-analyzer-collect.service",
                    fr: "bitcoin-analyzer 1.2 sur host-1, unité bitcoin-analyzer-collect.service"),
                symptom: Phrase(
                    "No new prices; the data shown is getting stale.",
                    fr: "Plus de nouveaux cours\u{A0}; les données affichées ne sont plus à jour."),
                diagnosis: Phrase("The server refuses connections.", fr: "Le serveur refuse les connexions."),
                evidence: [
                    Evidence(
                        time: now - .minutes(42), source: "journalctl -u bitcoin-analyzer-collect.service", line: long),
                    Evidence(source: "df -h", line: "92%"),
                ]))
        try await database.incidents.keep(
            Incident(
                id: IncidentID(rawValue: "i2"), cause: .apiUnreachable,
                at: Incident.Place(host: "host-2", unit: "bitcoin-analyzer-web.service"),
                severity: .warning, opened: now - .minutes(38), parent: root, context: "c",
                symptom: Phrase("The page shows old data.", fr: "La page montre d’anciennes données."), diagnosis: "d"))
        try await database.incidents.keep(
            Incident(
                id: IncidentID(rawValue: "i3"), cause: .networkDown, at: Incident.Place(host: "host-2"),
                severity: .warning, opened: now - .minutes(9),
                context: "c",
                symptom: Phrase("Prices come from another source.", fr: "Les cours viennent d’une autre source."),
                diagnosis: "d"))
        try await database.incidents.keep(
            Incident(
                id: IncidentID(rawValue: "i4"), cause: .diskFull,
                at: Incident.Place(host: "host-1", subject: "/var/lib"), severity: .critical,
                state: .resolved, opened: now - .hours(50), resolved: now - .hours(49), context: "c",
                symptom: Phrase("Nothing could be kept.", fr: "Rien ne pouvait être gardé."), diagnosis: "d",
                resolution: "Old logs were deleted."))
        await database.close()
    }

    @Test(
        "on a phone the main page links to the incident and its five steps; both languages and schemes, serve and web",
        arguments: zip(Words.all, [["serve"], ["api", "web"]]))
    func pages(_ words: Words, _ programs: [String]) async throws {
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            try await Self.keepIncidents(in: world)
            let first = try world.start(programs[0])
            defer { first.destroy() }
            let api = try await first.address(of: "api")
            let second =
                programs.count > 1
                ? try BitcoinAnalyzer.start(
                    ["web"], world.settings.merging(["API_BASE_URL": api]) { $1 }, in: world.folder) : first
            defer { second.destroy() }
            let page = try await second.address(of: "web")
            try await WebDriver.shared().browse(as: .init(language: words.language)) { browser in
                try await browser.show(on: .phone)
                try await browser.open(page)
                try await browser.untilReloading(shows: "document.querySelector('#incidents .notice')")
                #expect(try await browser.text("#incidents .notice").contains(words.notice))
                #expect(try await browser.count("#incidents .notice") == 1)
                try await check(browser, "main", words)

                try await browser.click("#incidents .notice a")
                try await browser.wait(until: "location.pathname === '/incidents/\(Self.root)'")
                #expect(try await browser.text("h1") == words.title)
                #expect(
                    try await browser.value(
                        "[...document.querySelectorAll('#incident h2')].map((h) => h.textContent).join(' ')",
                        String.self) == words.steps)
                #expect(try await browser.text("#evidence").contains("<b>&amp;</b>"))
                #expect(try await browser.count("#consequences li") == 1)
                try await check(browser, "incident", words)

                try await browser.click("footer a[href='/incidents']")
                try await browser.wait(until: "location.pathname === '/incidents'")
                #expect(try await browser.count("#list .incidents > li") == 3)
                #expect(try await browser.count("#list .consequences > li") == 1)
                #expect(try await browser.count("#register dd") == 4)
                try await check(browser, "incidents", words)
            }
        }
    }

    @Test("an open page shows a change made over HTTP, and the token is written nowhere")
    func changed() async throws {
        let token = "adm1n-t0ken-that-nobody-may-read"
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            try await Self.keepIncidents(in: world)
            // The API and the page in two processes: what one changes the other has to see.
            try await world.with("api", and: ["ADMIN_TOKEN": token, "LOG_LEVEL": "trace"]) { api in
                let address = try await api.address(of: "api")
                try await world.with("serve", and: ["LOG_LEVEL": "trace"]) { serve in
                    let page = try await serve.address(of: "web")
                    let other = try await serve.address(of: "api")
                    try await WebDriver.shared().browse { browser in
                        try await browser.open(page + "/incidents/\(Self.root)")
                        _ = try await browser.value("window.notReloaded = true", Bool.self)
                        let change = #"{"resolution": "The server was started again.", "state": "resolved"}"#
                        let response = try await ask(
                            "\(address)/v1/incidents/\(Self.root)", "PATCH",
                            headers: ["Authorization": "Bearer \(token)", "Content-Type": "application/json"],
                            body: change)
                        #expect(response.status == 200, "\(response.text)")
                        #expect(
                            try await ask("\(address)/v1/incidents?state=open").text.contains("\"id\":\"\(Self.root)\"")
                                == false)
                        try await ask("\(other)/v1/incidents?state=open") {
                            !$0.text.contains("\"id\":\"\(Self.root)\"")
                        }
                        try await browser.wait(
                            until:
                                "document.dispatchEvent(new Event('visibilitychange')) && "
                                + "document.querySelector('#incident').innerText.includes('started again')"
                        )
                        #expect(try await browser.value("window.notReloaded === true", Bool.self))
                        // This service has no ADMIN_TOKEN.
                        let refused = try await ask(
                            "\(other)/v1/incidents/\(Self.root)", "PATCH",
                            headers: ["Authorization": "Bearer \(token)"], body: change)
                        #expect(refused.status == 403)
                    }
                    #expect(!serve.transcript.written.errorText.contains(token))
                }
                let wrong = try await ask(
                    "\(address)/v1/incidents/\(Self.root)", "PATCH", headers: ["Authorization": "Bearer \(token)x"],
                    body: "{}")
                #expect(wrong.status == 401 && !wrong.text.contains(token))
                let written = api.transcript.written
                #expect(
                    written.errorText.contains("was changed over HTTP") && !written.errorText.contains(token)
                        && !written.outputText.contains(token))
            }
            let settings = try await world.run("settings", with: ["ADMIN_TOKEN": token])
            #expect(
                settings.output.contains("ADMIN_TOKEN") && !settings.output.contains(token)
                    && !settings.errors.contains(token))
        }
    }

    /// Checks the page width, the contrast of all texts and the console.
    private func check(_ browser: Browser, _ name: String, _ words: Words) async throws {
        let sizes = try await browser.value("[document.documentElement.scrollWidth, innerWidth]", [Int].self)
        #expect(sizes[0] <= sizes[1] && sizes[1] == 390, "\(name) scrolls sideways: \(sizes)")
        for scheme in ["dark", "light"] {
            try await browser.prefer(scheme: scheme)
            #expect(try await browser.value(Contrast.tooLow(), [String].self) == [], "\(name), \(scheme)")
            try await browser.screenshot("\(name)-\(words.language)-phone-\(scheme)")
        }
        #expect(try await browser.consoleMessages() == [])
    }
}
