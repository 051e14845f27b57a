import Crypto
package import Domain
import FoundationEssentials

/// The request that delivers a notice to a browser by its push service (RFC 8030, 5).
package struct PushMessage: Hashable, Sendable {
    package let subscription: PushSubscription
    package let headers: [String: String]
    /// Encrypted.
    package let body: [UInt8]

    /// - Throws: where the key of the subscription is none.
    init(_ notice: Notice, to subscription: PushSubscription, from sender: PushSender, now: Timestamp) throws {
        self.subscription = subscription
        let content = PushContent(notice, in: subscription.language)
        let left = max(.zero, notice.lifetime - (now - notice.time))
        headers = [
            "Authorization": try sender.key.authorization(
                for: Self.origin(of: subscription.endpoint), subject: sender.subject, now: now),
            "Content-Encoding": "aes128gcm",
            // In seconds, for which it is kept for a browser that is not connected (RFC 8030, 5.2).
            "TTL": "\(left.components.seconds)",
            "Urgency": notice.urgency,
            "Topic": Self.topic(content.tag),
        ]
        body = try PushEncryption.encrypt(try content.json(fitting: PushEncryption.longestText), for: subscription)
    }

    /// Of a valid endpoint: `https://push.example.org`.
    private static func origin(of endpoint: String) -> String {
        let start = endpoint.firstRange(of: "://")?.upperBound ?? endpoint.startIndex
        let end = endpoint[start...].firstIndex { "/?#".contains($0) } ?? endpoint.endIndex
        return endpoint[..<end].lowercased()
    }

    /// A message replaces one of the same topic that waits for a browser (RFC 8030, 5.4): at most 32 characters of
    /// base64url, which tell the push service nothing.
    private static func topic(_ tag: String) -> String {
        SHA256.hash(data: Data(tag.utf8)).prefix(24).base64URLText
    }
}

/// What the service worker of the dashboard shows (`DashboardAssets/scripts/sw.js`).
struct PushContent: Encodable {
    /// The same for every attempt and host: a copy replaces the one before in silence.
    let id: String
    var title: String
    var body: String
    /// The page that shows more, on the dashboard's own origin.
    let url: String
    /// A notification replaces one of the same tag: a reminder the incident that it reminds of.
    let tag: String
    let lang: String
    /// In milliseconds since 1970, as the Notifications API takes it.
    let timestamp: Int64

    init(_ notice: Notice, in language: Language) {
        (title, body) = (notice.title[language], notice.text[language])
        (id, url, tag) = (notice.id, notice.page, notice.tag)
        lang = language.rawValue
        timestamp = notice.time.milliseconds
    }

    /// - Parameter limit: in bytes, of which a title and a body that are longer lose their ends, between characters.
    func json(fitting limit: Int) throws -> [UInt8] {
        var content = self
        content.title = title.cut(to: 200)
        content.body = body.cut(bytes: limit)
        var bytes = Array(try JSONEncoder.compact.encode(content))
        var excess = bytes.count - limit
        while excess > 0, !content.body.isEmpty {
            // A byte of the text is up to six of JSON.
            content.body = content.body.cut(bytes: content.body.utf8.count - max(excess / 6, 1))
            bytes = Array(try JSONEncoder.compact.encode(content))
            excess = bytes.count - limit
        }
        return bytes
    }
}

extension Notice {
    /// RFC 8030, 5.3: how soon a browser that saves energy gets it.
    fileprivate var urgency: String {
        switch (event, tone) {
        case (.alert, _), (.test, _), (_, .critical): "high"
        case (.summary, _): "low"
        default: "normal"
        }
    }

    /// The page of the dashboard that it is about.
    fileprivate var page: String {
        switch (event, incident) {
        case (.summary, _): "/"
        case (.alert, _), (.test, _): "/alerts"
        case (_, let incident?): "/incidents/" + incident.rawValue.percentEncodedPart
        default: "/"
        }
    }

    fileprivate var tag: String {
        switch event {
        case .test: "test"
        case .summary: "summary"
        default: alert.map { "alert-\($0.id)" } ?? incident.map { "incident-\($0.rawValue)" } ?? id
        }
    }
}

extension Sequence<UInt8> {
    fileprivate var base64URLText: String { Array(self).base64URL }
}

extension String {
    /// Cut to so many bytes of UTF-8 at most, between characters, with an ellipsis; empty where not even one fits.
    fileprivate func cut(bytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var (kept, count) = ("", 0)
        for character in self {
            count += character.utf8.count
            // The ellipsis has three.
            guard count + 3 <= limit else { break }
            kept.append(character)
        }
        return kept.isEmpty ? "" : kept + "…"
    }

    /// With everything but letters, digits, hyphen and underscore percent-encoded.
    fileprivate var percentEncodedPart: String {
        utf8.reduce(into: "") { text, byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: text.append(Character(Unicode.Scalar(byte)))
            default: text += "%" + [byte].hexadecimal
            }
        }
    }
}
