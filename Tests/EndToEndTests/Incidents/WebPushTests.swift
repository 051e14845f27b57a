import Domain
import Foundation
import Sandbox
import Storage
import Support
import Testing

/// Notifications to browsers through the real program, by the push service of the sandbox.
@Suite("Web Push") struct WebPushTests {
    static let token = "a-token-that-nobody-guesses"
    private static let headers = ["authorization": "Bearer " + token, "content-type": "application/json"]

    struct Keys: Decodable {
        let private_key, public_key: String

        /// The settings of a program that sends to the browsers of the sandbox.
        func settings(_ world: World, state: String) -> [String: String] {
            [
                "VAPID_PRIVATE_KEY": private_key, "VAPID_SUBJECT": "mailto:op@example.org",
                "PUSH_SERVICES": world.sandbox.origin, "ADMIN_TOKEN": WebPushTests.token, "WATCH_EVERY": "1h",
                "LOG_LEVEL": "trace", "STATE_DIRECTORY": world.folder + "/" + state,
            ]
        }
    }

    private func register(_ browser: SimulatedBrowser, _ language: String, _ world: World, at api: String)
        async throws
    {
        let keys = #"{"p256dh":"\#(browser.p256dh.base64URL)","auth":"\#(browser.auth.base64URL)"}"#
        let body =
            #"{"endpoint":"\#(browser.endpoint(at: world.sandbox.origin))","keys":\#(keys),"language":"\#(language)"}"#
        #expect(try await ask(api + "/v1/push-subscriptions", "POST", body: body).status == 401)
        let made = try await ask(api + "/v1/push-subscriptions", "POST", headers: Self.headers, body: body)
        #expect(made.status == 200 && !made.text.contains(browser.id), "\(made.text)")
    }

    /// Those of the test's own incident and of alerts: on a busy machine the programs may see other incidents. Without
    /// copies, which have the same id.
    private func messages(_ world: World, to browser: SimulatedBrowser) -> [String] {
        var ids: Set<Substring> = []
        return all(world, to: browser).filter { ids.insert($0.id).inserted }.map(\.text)
    }

    private func all(_ world: World, to browser: SimulatedBrowser) -> [(id: Substring, text: String)] {
        world.sandbox.pushes.messages.filter { message in
            message.browser == browser.id
                && ["incident-i1\"", "alert-"].contains { message.text.contains("\"tag\":\"" + $0) }
        }.map { ($0.text.firstMatch(of: /"id":"([^"]+)"/)?.1 ?? "", $0.text) }
    }

    @Test(
        "what happens reaches each browser once from two processes, in its language; a pause is kept, a browser that is gone is forgotten",
        .timeLimit(.minutes(30)), arguments: Engine.all)
    func delivery(engine: Engine) async throws {
        try await withWorld(engine) { world in
            try await world.collect(percent: 0)
            let made = try await world.run("vapid-keys", "--json")
            let keys = try made.json(Keys.self)
            let first = keys.settings(world, state: "one")
            try await world.with("api", and: first) { one in
                try await world.with("api", and: keys.settings(world, state: "two")) { two in
                    let api = try await one.address(of: "api")
                    _ = try await two.address(of: "api")
                    let english = world.sandbox.pushes.register(for: keys.public_key)
                    let french = world.sandbox.pushes.register(for: keys.public_key)
                    for _ in 0..<2 { try await register(english, "en", world, at: api) }
                    try await register(french, "fr", world, at: api)
                    try await incident(world, english, french)
                    try await alert(world, english, french, api)
                    let lines = [one, two].flatMap { $0.transcript.written.errorText.split(separator: "\n") }
                    for (id, copies) in Dictionary(grouping: all(world, to: english), by: \.id) where copies.count > 1 {
                        // Only where no answer came in time: nobody can know then that it was taken.
                        let isRetry = lines.contains { $0.contains("not delivered") && $0.contains(id) }
                        #expect(isRetry, "\(copies)\n\(lines.filter { $0.contains(id) })")
                    }
                    try await shown(world, first, api)
                    for program in [one, two] {
                        let text = program.transcript.written.errorText
                        #expect(!text.contains("/push/browser") && !text.contains(keys.private_key))
                    }
                }
            }
        }
    }

    private func incident(_ world: World, _ english: SimulatedBrowser, _ french: SimulatedBrowser) async throws {
        let database = try await Database.open(try DatabaseURL(world.database))
        try await database.incidents.keep(
            Incident(
                id: IncidentID(rawValue: "i1"), cause: .diskFull, at: Incident.Place(host: "another-host"),
                severity: .critical, opened: Timestamp(Date()), context: "c",
                symptom: Phrase("Nothing new is kept.", fr: "Rien n’est gardé."), diagnosis: "d"))
        await database.close()
        try await eventually("the incident") {
            !messages(world, to: english).isEmpty && !messages(world, to: french).isEmpty
        }
        #expect(messages(world, to: english)[0].contains("Nothing new is kept."))
        #expect(messages(world, to: french)[0].contains("Rien n’est gardé."))
        let all = world.sandbox.pushes.messages.filter { $0.text.contains(#""tag":"incident-i1""#) }
        #expect(all.allSatisfy { $0.urgency == "high" && $0.lifetime > 600_000 })
        #expect(all.allSatisfy { $0.text.contains("/incidents/i1") })
    }

    private func alert(
        _ world: World, _ english: SimulatedBrowser, _ french: SimulatedBrowser, _ api: String
    ) async throws {
        struct Price: Decodable { let price: Double }
        let price = try await ask(api + "/v1/price").json(Price.self).price
        let body = #"{"kind":"above","price":\#(price * 1.015),"note":"n0te of mine"}"#
        #expect(try await ask(api + "/v1/alerts", "POST", headers: Self.headers, body: body).status == 200)
        world.sandbox.pushes.remove(french)
        world.sandbox.faults.set(.rateLimited(retryAfter: 3), on: .push, times: 2)
        try await world.collect(percent: 3)
        try await eventually("the alert") { messages(world, to: english).count == 2 }
        #expect(messages(world, to: english)[1].contains("n0te of mine"))
        // The other one has ended its registration.
        try await eventually("the removal") {
            let list = try await ask(api + "/v1/push-subscriptions", headers: Self.headers).text
            return list.components(separatedBy: "\"service\"").count == 2
        }
        // Whatever was sent twice would have come before this.
        try await world.collect(percent: 0)
        try await world.collect(percent: 3)
        try await eventually("the second alert") { messages(world, to: english).count >= 3 }
        #expect(messages(world, to: english).count == 3, "\(world.sandbox.pushes.messages)")
        #expect(messages(world, to: french).count == 1, "\(world.sandbox.pushes.messages)")
    }

    private func shown(_ world: World, _ settings: [String: String], _ api: String) async throws {
        let secret = try #require(settings["VAPID_PRIVATE_KEY"])
        let status = try await ask(api + "/v1/status", headers: Self.headers).text
        #expect(status.contains("\"receiver\":\"browser by 127.0.0.1") && !status.contains("/push/browser"))
        for words in [["settings"], ["doctor"], ["status"]] {
            let shown = try await BitcoinAnalyzer.run(
                words, world.settings.merging(settings) { $1 }, in: world.folder)
            #expect(!(shown.output + shown.errors).contains(secret), "\(words)")
            #expect(!(shown.output + shown.errors).contains("/push/browser"), "\(words)")
        }
        let test = try await world.run("incidents", "notify-test", "--json", with: settings)
        #expect(test.code == 0 && test.output.contains("browser by 127.0.0.1"), "\(test)")
        #expect(world.sandbox.pushes.messages.last?.text.contains(#""tag":"test""#) == true)
        world.sandbox.faults.set(.status(503), on: .push)
        let failed = try await world.run("incidents", "notify-test", with: settings)
        #expect(failed.code == 69 && failed.output.contains("HTTP 503"), "\(failed)")
        world.sandbox.faults.clear(.push)
    }

    @Test(
        "the command prints the lines to set, and a service that is not listed gets nothing", .timeLimit(.minutes(30)))
    func unlisted() async throws {
        try await withWorld { world in
            let made = try await world.run("vapid-keys", "--lang", "fr")
            let lines = made.output.split(separator: "\n")
            #expect(made.code == 0 && lines.count == 2 && lines[0].hasPrefix("VAPID_PRIVATE_KEY="), "\(made)")
            #expect(lines[1] == "VAPID_SUBJECT=mailto:vous@example.org")
            let keys = try await world.run("vapid-keys", "--json").json(Keys.self)
            #expect(!made.output.contains(keys.private_key), "each time another one")
            try await world.collect(percent: 0)
            let browser = world.sandbox.pushes.register(for: keys.public_key)
            let database = try await Database.open(try DatabaseURL(world.database))
            // As from a backup.
            _ = try await database.pushSubscriptions.keep(
                PushSubscription(
                    id: "0123456789abcdef", endpoint: browser.endpoint(at: world.sandbox.origin), key: browser.p256dh,
                    secret: browser.auth, language: .english, created: Timestamp(Date())), limit: 9)
            await database.close()
            var settings = keys.settings(world, state: "one")
            settings["PUSH_SERVICES"] = nil
            let refused = try await world.run("incidents", "notify-test", with: settings)
            #expect(refused.code == 69 && refused.output.contains("PUSH_SERVICES"), "\(refused)")
            #expect(world.sandbox.requests.requests(to: .push).isEmpty)
        }
    }
}
