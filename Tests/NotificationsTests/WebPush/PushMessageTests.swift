import Crypto
import Domain
import FoundationEssentials
import Support
import Testing

@testable import Notifications

@Suite("Requests to push services") struct PushMessageTests {
    private static let now = Timestamp(seconds: 1_800_000_000)
    private static let sender = PushSender(key: VAPIDKey(), subject: "mailto:op@example.org")

    private struct Claims: Decodable {
        let aud, sub: String
        let exp: Int64
    }

    private func incident(_ event: Notice.Event, _ number: Int = 1, severity: Incident.Severity = .critical) -> Notice {
        let incident = Incident(
            id: IncidentID(rawValue: "i1"), cause: .diskFull, severity: severity, opened: Self.now, context: "c",
            symptom: Phrase("Nothing is kept.", fr: "Rien n’est gardé."), diagnosis: "d")
        return Notice(event, of: incident, number: number, at: Self.now)
    }

    private func alert(_ firings: Int = 1) -> Notice {
        let alert = PriceAlert(id: "a1", .above(100), created: Self.now, armed: nil, firings: firings)
        return Notice(
            Notice.AlertDetails(alert, close: 101, asOf: Self.now, reached: 101, change: nil),
            title: Phrase("Above 100", fr: "Au-dessus de 100"), text: Phrase("x", fr: "x"), at: Self.now)
    }

    private func message(
        _ notice: Notice, to subscription: PushSubscription = .sample(), after delay: Duration = .zero
    ) throws -> PushMessage {
        let message = try NotificationMessage(
            notice, to: NotificationTarget(subscription), secret: nil, sender: Self.sender, language: .english,
            now: Self.now + delay)
        guard case .push(let push) = message else { throw DeliveryFailed("no push message") }
        return push
    }

    @Test("name their sender in a token of ES256 that the public key verifies, for the origin, half a day at most")
    func token() throws {
        let endpoint = "https://Push.Example.org:8443/x/s3cret?y"
        let header = try #require(try message(alert(), to: .sample(endpoint: endpoint)).headers["Authorization"])
        let match = try #require(header.wholeMatch(of: /vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)/))
        #expect(String(match.4) == Self.sender.key.publicText && !header.contains("s3cret"))
        let point = try #require([UInt8](base64URL: match.4))
        #expect(point.count == 65)
        let signature = try P256.Signing.ECDSASignature(
            rawRepresentation: try #require([UInt8](base64URL: match.3)))
        let key = try P256.Signing.PublicKey(x963Representation: point)
        #expect(key.isValidSignature(signature, for: Data("\(match.1).\(match.2)".utf8)))
        let head = try #require([UInt8](base64URL: match.1))
        #expect(String(decoding: head, as: UTF8.self) == #"{"alg":"ES256","typ":"JWT"}"#)
        let claims = try JSONDecoder().decode(
            Claims.self, from: Data(try #require([UInt8](base64URL: match.2))))
        #expect(claims.aud == "https://push.example.org:8443" && claims.sub == "mailto:op@example.org")
        #expect(claims.exp == Self.now.seconds + 12 * 3600)
    }

    @Test("a key is read as web-push prints it, and nothing else is")
    func key() throws {
        // RFC 8291, appendix A.
        let key = try #require(VAPIDKey("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
        #expect(
            key.publicText
                == "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8")
        #expect(VAPIDKey(key.privateText)?.publicText == key.publicText)
        #expect("\(key)" == "(a private key, not shown)")
        let zero = [UInt8](repeating: 0, count: 32).base64URL
        for text in ["", "abc", key.publicText, key.privateText + "AA", "*" + key.privateText.dropFirst(), zero] {
            #expect(VAPIDKey(text) == nil, "\(text)")
        }
    }

    @Test("say how long and how soon, and replace what is of the same incident or alert")
    func headers() throws {
        let first = try message(incident(.opened))
        #expect(first.headers["TTL"] == "604800" && first.headers["Urgency"] == "high")
        #expect(first.headers["Content-Encoding"] == "aes128gcm")
        let topic = try #require(first.headers["Topic"])
        #expect(topic.wholeMatch(of: /[A-Za-z0-9_-]{32}/) != nil && !topic.contains("i1"))
        #expect(try message(incident(.reminder, 3)).headers["Topic"] == topic)
        #expect(try message(incident(.resolved)).headers["Topic"] == topic)
        #expect(try message(incident(.resolved)).headers["Urgency"] == "normal")
        #expect(try message(incident(.opened, severity: .warning)).headers["Urgency"] == "normal")
        let alerts = try [message(alert()), message(alert(2), after: .hours(23))]
        #expect(alerts[0].headers["Topic"] == alerts[1].headers["Topic"] && alerts[0].headers["Topic"] != topic)
        #expect(alerts.map { $0.headers["TTL"] } == ["86400", "3600"])
        #expect(try message(alert(), after: .days(3)).headers["TTL"] == "0")
    }

    @Test("a browser reads title, text, page and tag in its own language")
    func content() throws {
        let contents = [Language.english, .french].map { PushContent(incident(.reminder, 2), in: $0) }
        #expect(contents.map(\.tag) == ["incident-i1", "incident-i1"] && contents.map(\.lang) == ["en", "fr"])
        #expect(contents.map(\.url) == ["/incidents/i1", "/incidents/i1"])
        #expect(contents.map(\.id) == ["i1-reminder-2", "i1-reminder-2"])
        #expect(contents[1].title.hasPrefix("Toujours ouvert") && contents[1].body.contains("Rien n’est gardé."))
        #expect(!contents[0].body.contains("bitcoin-analyzer incidents"), "no commands on a phone")
        let alert = PushContent(alert(), in: .english)
        #expect(alert.tag == "alert-a1" && alert.url == "/alerts" && alert.timestamp == Self.now.milliseconds)
    }

    @Test(
        "a text that is too long loses its end, between characters",
        arguments: ["a", "é", "👩‍👩‍👧‍👦", "\"", "\u{1}", "日"])
    func long(_ character: String) throws {
        let long = String(repeating: character, count: 6000)
        let details = Notice.AlertDetails(
            PriceAlert(id: "a1", .above(1), created: Self.now, armed: nil, firings: 1), close: 1, asOf: Self.now,
            reached: 1, change: nil)
        let notice = Notice(details, title: Phrase(long, fr: long), text: Phrase(long, fr: long), at: Self.now)
        let json = try PushContent(notice, in: .french).json(fitting: PushEncryption.longestText)
        #expect(json.count <= PushEncryption.longestText && json.count > 3000)
        struct Read: Decodable { let title, body: String }
        let read = try JSONDecoder().decode(Read.self, from: Data(json))
        for text in [read.title, read.body] {
            #expect(text.hasSuffix("…") && text.dropLast().allSatisfy { String($0) == character }, "\(text.suffix(9))")
        }
        #expect(try message(notice).body.count <= 4096)
    }

    @Test("keys that are none, and no sender, are failures that are not repeated")
    func impossible() throws {
        let target = NotificationTarget(.sample())
        let broken = PushSubscription(
            id: "a", endpoint: "https://p.example/x", key: [4] + [UInt8](repeating: 7, count: 64), secret: [1],
            language: .english, created: Self.now)
        for (target, sender) in [(target, nil), (NotificationTarget(broken), Self.sender)] {
            let failure = #expect(throws: DeliveryFailed.self) {
                try NotificationMessage(
                    alert(), to: target, secret: nil, sender: sender, language: .english, now: Self.now)
            }
            #expect(failure?.isFinal == true)
        }
        #expect(target.name == "browser by fcm.googleapis.com 0123" && target.fingerprint == "0123456789abcdef")
        #expect(!"\(PushSubscription.sample())".contains("s3cret"))
    }
}
