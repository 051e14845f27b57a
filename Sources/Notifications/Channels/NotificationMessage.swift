import Crypto
package import Domain
import FoundationEssentials

/// What is sent to a target: the request that delivers a notice, or an e-mail.
package enum NotificationMessage: Hashable, Sendable {
    case request(NotificationRequest)
    case mail(NotificationMail)
    case push(PushMessage)

    /// - Parameters:
    ///   - secret: the key for the signature of a webhook; `whsec_` and Base64, or any text.
    ///   - sender: who sends to browsers; `nil` for nobody.
    ///   - language: of a text for people; a webhook gets both, a browser its own.
    /// - Throws: ``DeliveryFailed`` for a browser without a sender, or with keys that are none.
    package init(
        _ notice: Notice, to target: NotificationTarget, secret: String?, sender: PushSender? = nil, language: Language,
        now: Timestamp
    ) throws {
        switch target.kind {
        case .mail(let route):
            self = .mail(
                NotificationMail(
                    route: route, id: notice.id, subject: notice.title[language], text: notice.body(in: language)))
        case .browser(let subscription):
            guard let sender else { throw DeliveryFailed.pushIsOff }
            do {
                self = .push(try PushMessage(notice, to: subscription, from: sender, now: now))
            } catch {
                throw DeliveryFailed.invalidKeys
            }
        default:
            self = .request(
                try NotificationRequest(notice, to: target, secret: secret, language: language, now: now))
        }
    }
}

/// An e-mail in plain text.
package struct NotificationMail: Hashable, Sendable {
    package let route: MailRoute
    /// Of the notice.
    package let id: String
    package let subject: String
    package let text: String
}

/// The HTTP request that delivers a notice: a POST of JSON.
package struct NotificationRequest: Hashable, Sendable {
    package let url: String
    package let headers: [String: String]
    /// JSON.
    package let body: String

    init(_ notice: Notice, to target: NotificationTarget, secret: String?, language: Language, now: Timestamp) throws {
        url = target.url
        var headers = target.authorization.map { ["Authorization": $0] } ?? [:]
        let text = MessageText(notice, in: language)
        switch target.kind {
        case .webhook: body = try Self.json(Envelope(type: notice.kind, timestamp: notice.time, data: notice))
        case .ntfy(let topic): body = try Self.json(NtfyMessage(text, topic: topic))
        case .slack: body = try Self.json(SlackMessage(text))
        case .discord: body = try Self.json(DiscordMessage(text))
        case .telegram(let chat): body = try Self.json(TelegramMessage(text, chat: chat))
        case .json, .mail, .browser: body = try Self.json(AppriseMessage(text))
        }
        if [.webhook, .json].contains(target.kind) {
            // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
            headers["webhook-id"] = notice.id
            headers["webhook-timestamp"] = "\(now.seconds)"
            if let secret {
                headers["webhook-signature"] = Self.signature(of: body, id: notice.id, at: now.seconds, secret: secret)
            }
        }
        self.headers = headers
    }

    private struct Envelope: Encodable {
        let type: String
        let timestamp: Timestamp
        let data: Notice
    }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder.compact.encode(value), as: UTF8.self)
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
