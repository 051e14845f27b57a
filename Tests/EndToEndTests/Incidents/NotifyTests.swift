import Domain
import Foundation
import Hummingbird
import Storage
import Support
import Synchronization
import Testing

/// `NOTIFY` against a receiver of the test's own.
struct NotifyTests {
    private static let path = "h00k-path-that-nobody-may-read"
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    private struct ReceivedNotification: Sendable {
        let id, signature, body: String
        let isAccepted: Bool
    }

    private final class Receiver: Sendable {
        let heard = Mutex<[ReceivedNotification]>([])
        var accepted: [ReceivedNotification] { heard.withLock { $0.filter(\.isAccepted) } }
    }

    /// Refuses the first two that come.
    private func withReceiver<T: Sendable>(_ body: @escaping @Sendable (Receiver, String) async throws -> T)
        async throws -> T
    {
        let receiver = Receiver()
        let router = Router()
        router.post("/:path") { request, _ -> HTTPResponse.Status in
            let text = String(buffer: try await request.body.collect(upTo: 100_000))
            func header(_ name: String) -> String {
                request.headers.first { $0.name.canonicalName == name }?.value ?? ""
            }
            let (id, signature) = (header("webhook-id"), header("webhook-signature"))
            return receiver.heard.withLock { heard in
                let isAccepted = heard.count >= 2
                heard.append(ReceivedNotification(id: id, signature: signature, body: text, isAccepted: isAccepted))
                return isAccepted ? .ok : .internalServerError
            }
        }
        return try await withListener(router) { try await body(receiver, "\($0)/\(Self.path)") }
    }

    @Test(
        "an incident is announced once, signed, though the receiver fails twice; the URL appears nowhere",
        .timeLimit(.minutes(30)))
    func told() async throws {
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            try await withReceiver { receiver, url in
                // Only the incident of the test may send a notification.
                let settings = ["NOTIFY": url, "NOTIFY_SECRET": Self.secret, "LOG_LEVEL": "trace", "WATCH_EVERY": "1h"]
                try await world.with("api", and: settings) { api in
                    _ = try await api.address(of: "api")
                    let database = try await Database.open(try DatabaseURL(world.database))
                    try await database.incidents.keep(
                        Incident(
                            id: IncidentID(rawValue: "i1"), cause: .diskFull,
                            at: Incident.Place(host: "another-host", subject: "/var"), severity: .critical,
                            opened: Timestamp(Date()), context: "c",
                            symptom: Phrase("Nothing new is kept.", fr: "Rien n'est gardé."), diagnosis: "d"))
                    await database.close()
                    while receiver.accepted.isEmpty { try await ContinuousClock().sleep(for: .milliseconds(100)) }
                    let all = receiver.heard.withLock(\.self)
                    #expect(all.count == 3 && Set(all.map(\.id)) == ["i1-opened-1"])
                    #expect(
                        all.allSatisfy { $0.signature.hasPrefix("v1,") } && all[2].body.contains("disk-full")
                            && all[2].body.contains("Rien n'est gardé."))
                    let written = api.transcript.written
                    #expect(
                        !written.errorText.contains(Self.path)
                            && !written.errorText.contains("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
                }
                let shown = try await world.run("settings", with: settings)
                #expect(!shown.output.contains(Self.path) && !shown.output.contains(Self.secret))
                let test = try await world.run("incidents", "notify-test", "--json", with: settings)
                #expect(
                    test.code == 0 && test.output.contains("webhook at 127.0.0.1") && !test.output.contains(Self.path),
                    "\(test)")
            }
            let unset = try await world.run("incidents", "notify-test")
            #expect(unset.code == 78 && unset.errors.contains("NOTIFY is not set"))
            let refused = try await world.run("settings", with: ["NOTIFY": "https://h/\(Self.path),ftp://\(Self.path)"])
            #expect(
                refused.code == 78 && refused.errors.contains("address 2 of 2") && !refused.errors.contains(Self.path))
        }
    }

    @Test("a maintenance window is opened, shown and ended")
    func maintenance() async throws {
        try await withWorld { world in
            let state = ["STATE_DIRECTORY": world.folder + "/state"]
            #expect(
                try await world.run("incidents", "maintenance", with: state).output.contains("no maintenance window"))
            let opened = try await world.run(
                "incidents", "maintenance", "--for", "30m", "--reason", "upgrade", with: state)
            #expect(opened.code == 0 && opened.output.contains("upgrade"))
            #expect(
                try await world.run("incidents", "maintenance", "--lang", "fr", with: state).output.contains(
                    "maintenance jusqu’à"))
            #expect(
                try await world.run("incidents", "maintenance", "--end", with: state).output.contains(
                    "no maintenance window"))
            #expect(try await world.run("incidents", "maintenance", "--for", "soon", with: state).code == 64)
        }
    }
}
