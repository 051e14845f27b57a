import Crypto
package import Domain
import FoundationEssentials

/// The HTTP request that delivers a notice to a target.
package struct NotificationMessage: Hashable, Sendable {
    package let url: String
    package let headers: [String: String]
    /// JSON.
    package let body: String

    /// - Parameters:
    ///   - secret: the key for the signature of a webhook; `whsec_` and Base64, or any text.
    ///   - language: of an ntfy message; a webhook gets both.
    package init(_ notice: Notice, to target: NotificationTarget, secret: String?, language: Language, now: Timestamp)
        throws
    {
        url = target.url
        var headers = target.authorization.map { ["Authorization": $0] } ?? [:]
        switch target.kind {
        case .webhook:
            body = try Self.json(
                Envelope(type: "incident.\(notice.event.rawValue)", timestamp: notice.time, data: notice))
            // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
            headers["webhook-id"] = notice.id
            headers["webhook-timestamp"] = "\(now.seconds)"
            if let secret {
                headers["webhook-signature"] = Self.signature(of: body, id: notice.id, at: now.seconds, secret: secret)
            }
        case .ntfy(let topic):
            body = try Self.json(
                Ntfy(
                    topic: topic, title: notice.title[language], message: notice.text[language] + "\n" + notice.command,
                    priority: notice.event != .resolved && notice.severity == .critical ? 5 : 3,
                    tags: [Self.tag(notice)]
                ))
        }
        self.headers = headers
    }

    private struct Envelope: Encodable {
        let type: String
        let timestamp: Timestamp
        let data: Notice
    }

    /// https://docs.ntfy.sh/publish/#publish-as-json
    private struct Ntfy: Encodable {
        let topic, title, message: String
        let priority: Int
        let tags: [String]
    }

    private static func tag(_ notice: Notice) -> String {
        switch notice.event {
        case .resolved: "white_check_mark"
        case .reminder: "hourglass"
        default: notice.severity == .critical ? "rotating_light" : "warning"
        }
    }

    private static func json(_ value: some Encodable) throws -> String {
        return String(decoding: try JSONEncoder.compact.encode(value), as: UTF8.self)
    }

    static func signature(of body: String, id: String, at seconds: Int64, secret: String) -> String {
        let key =
            secret.hasPrefix("whsec_")
            ? Data(base64Encoded: String(secret.dropFirst(6))) ?? Data(secret.utf8) : Data(secret.utf8)
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(id).\(seconds).\(body)".utf8), using: SymmetricKey(data: key))
        return "v1," + Data(code).base64EncodedString()
    }
}
