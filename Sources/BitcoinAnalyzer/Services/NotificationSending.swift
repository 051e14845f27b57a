import Domain
import Notifications
import Outbound

/// Sends a notice to a target, over HTTP, by e-mail or to a browser.
struct NotificationSending: Sendable {
    let settings: Settings.Notifications
    let client: PoliteClient
    let mail: SMTPClient
    /// `nil` without a database: then there are no browsers.
    var browsers: (any PushSubscriptionLog)?
    let journal: any Journal

    /// - Throws: ``DeliveryFailed`` with the reason, without the address.
    func send(_ notice: Notice, to target: NotificationTarget) async throws {
        let now = MarketClock.real.now()
        switch try NotificationMessage(
            notice, to: target, secret: settings.secret, sender: settings.pushSender, language: settings.language,
            now: now)
        {
        case .request(let message):
            var request = OutboundRequest(
                message.url, method: .post(body: message.body, contentType: "application/json"),
                label: "notification",
                headers: message.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, timeout: .seconds(10))
            request.isPathSecret = true
            try await client.deliver(request)
        case .push(let message): try await push(message)
        case .mail(let message):
            do throws(SMTPFailure) {
                try await mail.send(MailMessage(message, date: now), by: SMTPServer(message.route))
            } catch {
                throw DeliveryFailed(error.message, hint: error.hint)
            }
        }
    }
}

extension MailMessage {
    fileprivate init(_ mail: NotificationMail, date: Timestamp) {
        self.init(
            id: mail.id, from: mail.route.from, to: mail.route.to, subject: mail.subject, text: mail.text, date: date)
    }
}

extension SMTPServer {
    fileprivate init(_ route: MailRoute) {
        let security: Security =
            switch route.security {
            case .ssl: .implicit
            case .starttls: .required
            case .insecure: .none
            }
        self.init(
            host: route.host, port: route.port, security: security,
            credentials: route.user.map { Credentials(user: $0, password: route.password ?? "") })
    }
}
