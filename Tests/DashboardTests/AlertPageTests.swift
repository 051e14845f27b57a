import API
import Domain
import HTTPTypes
import Support
import Testing

@testable import Dashboard

@Suite("The page of price alerts") struct AlertPageTests {
    private static let token = "a-token-that-nobody-guesses"
    private let closed = OperationsAuthorization(.token, token: AdminToken(token))

    private func signIn(_ client: PageClient) async throws -> String {
        let opened = try await client.post("/operations/session", "token=\(Self.token)&then=%2Falerts")
        #expect(opened.headers[.location] == "/alerts")
        return String(try #require(opened.headers[.setCookie]).prefix { $0 != ";" })
    }

    @Test("a visitor sees no alerts, and how to sign in")
    func visitor() async throws {
        let alerts = MemoryNotifications()
        _ = try await alerts.add(
            PriceAlert(id: "a1", .above(5), note: "secret note", created: .hour(1), armed: .hour(1)), limit: 1)
        try await PageClient.run(try SampleMarket.reader(), alerts: alerts, operations: closed) { client in
            let page = try await client.get("/alerts?lang=en").body
            #expect(!page.contains("secret note") && page.contains("shown to operators only"))
            #expect(page.contains("action=\"/operations/session\"") && !page.contains("action=\"/alerts\""))
            #expect(try await client.post("/alerts", "kind=above&price=1").status == .unauthorized)
            #expect(try await client.post("/alerts/a1/remove", "").status == .unauthorized)
        }
        #expect(try await alerts.alerts().count == 1)
    }

    @Test("an operator adds and removes alerts with forms; what is refused is said in their language")
    func forms() async throws {
        let alerts = MemoryNotifications()
        try await PageClient.run(try SampleMarket.reader(), alerts: alerts, operations: closed) { client in
            let session = try await signIn(client)
            let empty = try await client.get("/alerts?lang=fr", [.cookie: session]).body
            #expect(empty.contains("Aucune alerte de cours") && empty.contains("action=\"/alerts\""))
            let sent = try await client.post("/alerts", "kind=above&price=100000%2C5&note=%3Cb%3E", cookie: session)
            #expect(sent.status == .seeOther && sent.headers[.location] == "/alerts")
            #expect(try await alerts.alerts().first?.condition == .above(100_000.5))
            let moved = try await client.post("/alerts", "kind=moved&percent=5&hours=24&note=", cookie: session)
            #expect(moved.headers[.location] == "/alerts")
            let page = try await client.get("/alerts?lang=fr", [.cookie: session]).body
            #expect(page.contains("Cours au-dessus de 100\u{202F}000,50\u{A0}$") && page.contains("&lt;b&gt;"))
            #expect(page.contains("Variation du cours d’au moins 5,0\u{202F}% en 24\u{A0}h"))
            for form in [
                "kind=above&price=", "kind=moved&percent=5", "kind=x", "price=1", "kind=above&price=100%2C000",
                "kind=above&price=1%2C000%2C000", "kind=above&price=0x10",
            ] {
                #expect(
                    try await client.post("/alerts", form, cookie: session).headers[.location]
                        == "/alerts?refused=invalid")
            }
            let refused = try await client.get("/alerts?refused=invalid&lang=fr", [.cookie: session]).body
            #expect(refused.contains("vérifiez les nombres"))
            #expect(
                try await client.post("/alerts", "kind=above&price=1", cookie: session, site: "cross-site").status
                    == .forbidden)
            for alert in try await alerts.alerts() {
                #expect(page.contains("/alerts/\(alert.id)/remove"))
                _ = try await client.post("/alerts/\(alert.id)/remove", "", cookie: session)
            }
            #expect(try await alerts.alerts().isEmpty)
            for index in 0..<PriceAlert.limit {
                _ = try await alerts.add(
                    PriceAlert(id: "x\(index)", .above(5), created: .hour(1), armed: nil), limit: PriceAlert.limit)
            }
            let full = try await client.post("/alerts", "kind=above&price=1", cookie: session)
            #expect(full.headers[.location] == "/alerts?refused=full")
            let text = try await client.get("/alerts?refused=full&lang=en", [.cookie: session]).body
            #expect(text.contains("there are 50 already") && text.contains("waiting until the price goes back"))
        }
    }

    @Test("the market page leads to it")
    func link() async throws {
        let page = try await PageClient.page(try SampleMarket.reader(), "/?lang=fr")
        #expect(page.body.section("price").contains("<a href=\"/alerts\">Alertes de cours</a>"))
    }

    @Test("a dashboard of its own sends what the API takes, and says what that refuses")
    func remote() async throws {
        let outcomes: [(status: Int, location: String?)] = [
            (200, "/alerts"), (409, "/alerts?refused=full"), (422, "/alerts?refused=invalid"), (401, nil), (500, nil),
        ]
        for (status, location) in outcomes {
            let editing = AlertEditing { path, json, token in
                #expect(path == "/v1/alerts" && token == Self.token)
                #expect(json == #"{"hours":24,"kind":"moved","note":"n","percent":5}"#)
                return (status, [])
            }
            try await PageClient.run(
                try SampleMarket.reader(), alertEditing: editing, operations: closed
            ) { client in
                let session = try await signIn(client)
                let sent = try await client.post("/alerts", "kind=moved&percent=5&hours=24&note=n", cookie: session)
                #expect(sent.headers[.location] == location)
            }
        }
    }
}
