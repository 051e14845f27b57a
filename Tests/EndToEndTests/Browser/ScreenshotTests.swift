import Domain
import Foundation
import Storage
import Testing

/// Pictures of every page and state for people: `./test --screenshots FOLDER`.
@Suite(
    .serialized,
    .enabled(
        if: WebDriver.isInstalled && ProcessInfo.processInfo.environment["SCREENSHOTS"] != nil,
        "skipped: no pictures are wanted (./test --screenshots FOLDER)"))
struct ScreenshotTests {
    private func pictures(
        _ name: String, of address: String, language: String = "en",
        schemes: [String] = ["light"], isDrawn: Bool = false
    ) async throws {
        try await WebDriver.shared().browse(as: .init(language: language)) { browser in
            for device in Browser.Device.allCases {
                for scheme in schemes {
                    try await browser.show(on: device)
                    try await browser.prefer(scheme: scheme)
                    try await browser.open(address)
                    if isDrawn { try await browser.chart() }
                    try await browser.screenshot("\(name)-\(language)-\(device)-\(scheme)")
                }
            }
        }
    }

    @Test("the pages of a service that is well", arguments: ["en", "fr"])
    func well(_ language: String) async throws {
        let page = try await SharedDemo.page()
        let pages = [
            ("market", "/"), ("candles", "/?range=30d&chart=candles&indicators=sma20,bands,rsi14"), ("news", "/news"),
            ("analysis", "/analysis"),
            ("operations", "/operations"), ("alerts", "/alerts"), ("sources", "/sources"), ("incidents", "/incidents"),
            ("missing", "/nowhere"),
        ]
        for (name, path) in pages {
            try await pictures(
                name, of: page + path, language: language, schemes: ["light", "dark"],
                isDrawn: ["market", "candles"].contains(name))
        }
    }

    @Test("before the first collection, and without the API")
    func emptyAndAway() async throws {
        try await withWorld { world in
            let api = try world.start("api")
            defer { api.destroy() }
            let address = try await api.address(of: "api")
            try await world.with("web", and: ["API_BASE_URL": address]) { web in
                let page = try await web.address(of: "web")
                try await pictures("empty", of: page)
                #expect(try await world.run("collect").code == 0)
                try await pictures("collected", of: page, isDrawn: true)
                api.signal(SIGTERM)
                _ = try await api.end()
                try await pictures("away", of: page, isDrawn: true)
            }
            try await world.with("web", and: ["API_BASE_URL": address]) { cold in
                try await pictures("away-cold", of: try await cold.address(of: "web"))
            }
        }
    }

    @Test("ten years of prices, of which the newest is old")
    func tenYears() async throws {
        try await withWorld { world in
            let file = world.folder + "/history.csv"
            try LongHistory.write(to: file, age: .hours(9))
            #expect(try await world.run("import", file).code == 0)
            try await world.with("api") { api in
                try await world.with("web", and: ["API_BASE_URL": api.address(of: "api")]) { web in
                    let page = try await web.address(of: "web")
                    try await pictures("stale", of: page, isDrawn: true)
                    try await pictures("ten-years", of: page + "/?range=all", isDrawn: true)
                    try await pictures(
                        "ten-years", of: page + "/?range=1y&lang=fr&chart=candles", language: "fr", isDrawn: true)
                }
            }
        }
    }

    @Test("an open incident, for a reader and for an operator")
    func incident() async throws {
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            let database = try await Database.open(try DatabaseURL(world.database))
            let now = Timestamp(Date())
            try await database.incidents.keep(
                Incident(
                    id: IncidentID(rawValue: "i1"), cause: .sourceDown,
                    at: Incident.Place(host: "host-1", subject: "kraken"), severity: .critical,
                    opened: now - .minutes(8),
                    context: Phrase("bitcoin-analyzer on host-1", fr: "bitcoin-analyzer sur host-1"),
                    symptom: Phrase("Kraken does not respond.", fr: "Kraken ne répond pas."),
                    diagnosis: Phrase("HTTP 503 for eight minutes.", fr: "HTTP 503 depuis huit minutes."),
                    evidence: [Evidence(time: now, source: "collect", line: "HTTP 503: service unavailable")]))
            await database.close()
            try await world.with("serve", and: ["ADMIN_TOKEN": "a-token-of-an-operator"]) { serve in
                let page = try await serve.address(of: "web")
                try await pictures("incident-market", of: page, isDrawn: true)
                try await pictures("incident-operations", of: page + "/operations")
                try await pictures("incident", of: page + "/incidents/i1")
            }
        }
    }

    @Test("price alerts and devices of an operator who is signed in", arguments: ["en", "fr"])
    func alerts(_ language: String) async throws {
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            #expect(try await world.run("alerts", "add", "above", "120000", "--note", "sell a tenth").code == 0)
            #expect(try await world.run("alerts", "add", "moved", "--percent", "5", "--hours", "24").code == 0)
            let keys = try await world.run("vapid-keys", "--json").json(WebPushTests.Keys.self)
            try await world.with("serve", and: keys.settings(world, state: "alerts")) { serve in
                let page = try await serve.address(of: "web")
                try await WebDriver.shared().browse(as: .init(language: language)) { browser in
                    try await browser.open(page + "/alerts")
                    try await browser.type(WebPushTests.token, into: "#operator input[name=token]")
                    try await browser.click("#operator button")
                    try await browser.wait(until: "document.querySelector('#add-level')")
                    for device in Browser.Device.allCases {
                        try await browser.show(on: device)
                        try await browser.screenshot("alerts-operator-\(language)-\(device)-light")
                    }
                }
            }
        }
    }
}
