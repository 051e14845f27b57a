import Domain
import Foundation
import Hummingbird
import Sandbox
import Storage
import Support
import Synchronization
import Testing

/// Price alerts through the real program: one that collects, two that send, and a receiver of each protocol.
@Suite("Price alerts") struct PriceAlertTests {
    private static let token = "a-token-that-nobody-guesses"
    private static let slack = "slack-s3cret-part"
    private static let bot = "110201543:AAH-bot-s3cret"

    /// What the receiver got: path and body.
    private final class Receiver: Sendable {
        let heard = Mutex<[(path: String, body: String)]>([])

        func bodies(_ part: String) -> [String] {
            heard.withLock { $0.filter { $0.path.contains(part) }.map(\.body) }
        }
    }

    private func withReceiver<T: Sendable>(_ body: @escaping @Sendable (Receiver, String) async throws -> T)
        async throws -> T
    {
        let receiver = Receiver()
        let router = Router()
        router.post("**") { request, _ -> HTTPResponse.Status in
            let text = String(buffer: try await request.body.collect(upTo: 100_000))
            receiver.heard.withLock { $0.append((request.uri.path, text)) }
            return .ok
        }
        return try await withListener(router) { try await body(receiver, $0) }
    }

    @Test(
        "a crossing is sent once by all processes, again after the price has gone back, and the secrets appear nowhere",
        .timeLimit(.minutes(30)), arguments: Engine.all)
    func crossing(engine: Engine) async throws {
        try await withWorld(engine) { world in
            try await world.collect(percent: 0)
            try await withReceiver { receiver, address in
                let targets = [
                    "\(address)/hook", "slack://T/B/\(Self.slack)?server=\(address)",
                    "tgram://\(Self.bot)/-1001?server=\(address)",
                ]
                var settings = [
                    "NOTIFY": targets.joined(separator: ","), "ADMIN_TOKEN": Self.token, "LOG_LEVEL": "trace",
                    "WATCH_EVERY": "1h", "STATE_DIRECTORY": world.folder + "/one",
                ]
                let first = settings
                settings["STATE_DIRECTORY"] = world.folder + "/two"
                let second = settings
                try await world.with("api", and: first) { one in
                    try await world.with("api", and: second) { two in
                        let api = try await one.address(of: "api")
                        _ = try await two.address(of: "api")
                        try await cycles(world, api, receiver)
                        for program in [one, two] {
                            let text = program.transcript.written.errorText
                            #expect(!text.contains(Self.slack) && !text.contains("AAH-bot"))
                        }
                        let headers = ["authorization": "Bearer " + Self.token]
                        let status = try await ask(api + "/v1/status", headers: headers).text
                        #expect(status.contains("\"receiver\":\"Slack at 127.0.0.1"))
                        #expect(!status.contains(Self.slack) && !status.contains("AAH-bot"))
                    }
                }
                for words in [["settings"], ["doctor"], ["status"]] {
                    let shown = try await BitcoinAnalyzer.run(
                        words, world.settings.merging(first) { $1 }, in: world.folder)
                    #expect(!(shown.output + shown.errors).contains(Self.slack))
                    #expect(!(shown.output + shown.errors).contains("AAH-bot"))
                }
            }
        }
    }

    private func cycles(_ world: World, _ api: String, _ receiver: Receiver) async throws {
        struct Price: Decodable { let price: Double }
        let price = try await ask(api + "/v1/price").json(Price.self).price
        let headers = ["authorization": "Bearer " + Self.token, "content-type": "application/json"]
        let body = #"{"kind":"above","price":\#(price * 1.015),"note":"n0te of mine"}"#
        #expect(try await ask(api + "/v1/alerts", "POST", body: body).status == 401)
        let made = try await ask(api + "/v1/alerts", "POST", headers: headers, body: body)
        #expect(made.status == 200 && made.text.contains("\"state\":\"armed\""), "\(made.text)")
        for round in 1...2 {
            try await world.collect(percent: 3)
            try await eventually("alert \(round)") {
                ["/hook", "/services/T/B/", "/sendMessage"].allSatisfy { receiver.bodies($0).count >= round }
            }
            // Still there: nothing more.
            try await world.collect(percent: 3.2)
            try await world.collect(percent: 0)
        }
        let listed = try await world.run("alerts", "--json")
        #expect(listed.output.contains("\"sent\" : 2") && listed.output.contains("\"armed\""), "\(listed.output)")
        // Whatever was sent twice would have come before a third one, which is of another alert.
        let added = try await world.run("alerts", "add", "below", "\(price * 0.985)", "--note", "last")
        #expect(added.code == 0)
        try await world.collect(percent: -3)
        try await eventually("the third alert") { receiver.bodies("/hook").contains { $0.contains("last") } }
        let hooks = receiver.bodies("/hook")
        #expect(hooks.count == 3 && hooks.filter { $0.contains("n0te of mine") }.count == 2)
        #expect(hooks.allSatisfy { $0.contains(#""type":"price.alert""#) })
        try await eventually("the messages") {
            receiver.bodies("/services/T/B/").count == 3 && receiver.bodies("/sendMessage").count == 3
        }
        #expect(receiver.bodies("/sendMessage").allSatisfy { $0.contains(#""chat_id":"-1001""#) })
        let removed = try await ask(
            api + "/v1/alerts/" + (try made.json(Made.self).id), "DELETE", headers: headers)
        #expect(removed.status == 200)
    }

    private struct Made: Decodable { let id: String }

    @Test("the summary of the day, and an incident, are sent once by two hosts", .timeLimit(.minutes(30)))
    func summary() async throws {
        try await withWorld { world in
            try await world.collect(percent: 0)
            try await withReceiver { receiver, address in
                let time = Timestamp(Date()).rfc3339.dropFirst(11).prefix(5)
                var settings = [
                    "NOTIFY": "\(address)/hook,jsons://127.0.0.1:1/x", "DAILY_SUMMARY": String(time),
                    "WATCH_EVERY": "1h", "STATE_DIRECTORY": world.folder + "/one",
                ]
                let first = settings
                settings["STATE_DIRECTORY"] = world.folder + "/two"
                let second = settings
                try await world.with("api", and: first) { one in
                    try await world.with("api", and: second) { two in
                        _ = try await (one.address(of: "api"), two.address(of: "api"))
                        let database = try await Database.open(try DatabaseURL(world.database))
                        try await database.incidents.keep(
                            Incident(
                                id: IncidentID(rawValue: "i1"), cause: .diskFull,
                                at: Incident.Place(host: "another-host", subject: "/var"), severity: .critical,
                                opened: Timestamp(Date()), context: "c", symptom: "s", diagnosis: "d"))
                        try await eventually("the summary and the incident") {
                            Set(receiver.bodies("/hook").map { $0.contains("summary.daily") }).count == 2
                        }
                        // The other address does not respond, to either of them.
                        try await eventually("the failure") {
                            try await database.notices.deliveries().contains { $0.error != nil && $0.waiting == 2 }
                        }
                        await database.close()
                    }
                }
                let bodies = receiver.bodies("/hook")
                #expect(bodies.count { $0.contains("\"type\":\"summary.daily\"") } == 1)
                #expect(bodies.count { $0.contains("\"type\":\"incident.opened\"") } == 1)
                let status = try await BitcoinAnalyzer.run(
                    ["status"], world.settings.merging(first) { $1 }, in: world.folder)
                #expect(
                    status.output.contains("! JSON at 127.0.0.1:1") && status.output.contains("webhook at 127.0.0.1"))
            }
            for (key, value) in [("DAILY_SUMMARY", "7:30"), ("DAILY_SUMMARY_ZONE", "Paris")] {
                let refused = try await world.run("settings", with: [key: value])
                #expect(refused.code == 78 && refused.errors.contains(key), "\(refused)")
            }
        }
    }

    @Test("an alert is added, listed and removed by command; mistakes are named", .timeLimit(.minutes(30)))
    func command() async throws {
        try await withWorld { world in
            try await world.collect(percent: 0)
            let added = try await world.run("alerts", "add", "moved", "--percent", "5", "--hours", "24", "--json")
            struct Added: Decodable { let id, state: String }
            let alert = try JSONDecoder().decode(Added.self, from: Data(added.output.utf8))
            #expect(added.code == 0 && alert.state == "armed")
            let french = try await world.run("alerts", "--lang", "fr")
            #expect(
                french.output.contains("Variation du cours d’au moins 5,0\u{202F}% en 24\u{A0}h") && french.code == 0)
            #expect(french.errors.contains("NOTIFY n’est pas défini"))
            for words in [
                ["alerts", "add", "above"], ["alerts", "add", "near", "5"], ["alerts", "add", "moved", "5"],
                ["alerts", "add", "above", "-5"],
            ] {
                #expect(try await BitcoinAnalyzer.run(words, world.settings, in: world.folder).code == 64, "\(words)")
            }
            #expect(try await world.run("alerts", "remove", alert.id).code == 0)
            #expect(try await world.run("alerts", "remove", alert.id).code == 65)
            #expect(try await world.run("alerts").output.contains("no price alerts"))
        }
    }
}
