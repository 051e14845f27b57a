import Domain
import Notifications
import Outbound

extension NotificationSending {
    /// Hands a message to the push service of a browser, and forgets the browser where that says that it is gone.
    /// - Throws: ``DeliveryFailed`` with the reason, without the address.
    func push(_ message: PushMessage) async throws(DeliveryFailed) {
        let browser = message.subscription
        do throws(PushServices.Refusal) {
            // Also of what a backup brought, and after the setting has changed.
            try settings.pushServices.check(browser.endpoint)
        } catch {
            throw .unlistedService
        }
        var request = OutboundRequest(
            browser.endpoint, method: .postBytes(message.body, contentType: "application/octet-stream"),
            label: "notification", headers: message.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
            timeout: .seconds(10), bodyLimit: 64 << 10)
        request.isPathSecret = true
        // Only the operator lists a service of a private network. A public name may lead into one.
        request.needsPublicAddress = !request.isToPrivateHost
        let response: OutboundResponse
        do throws(OutboundError) {
            response = try await client.sendWithoutStatusCheck(request)
        } catch {
            throw DeliveryFailed(error.message, hint: error.hint, retryAfter: error.retryAfter)
        }
        // RFC 8030, 5 and 7.3; 413 is one of 7.2.
        switch response.status {
        case 200..<300: try? await browsers?.recordDelivery(to: browser.id, at: MarketClock.real.now())
        case 404, 410: throw await gone(browser, status: response.status)
        case 400, 401, 403: throw .refusedByPushService(response.status)
        case 413: throw DeliveryFailed(Phrase(verbatim: "HTTP 413"), isFinal: true)
        default:
            throw DeliveryFailed(
                "HTTP \(response.status)",
                retryAfter: OutboundError(statusOf: response, now: MarketClock.real.now())?.retryAfter)
        }
    }

    private func gone(_ browser: PushSubscription, status: Int) async -> DeliveryFailed {
        do {
            if try await browsers?.removeSubscription(browser.id) != nil {
                journal.record(
                    Event(.notice, "\(browser) is not notified any more: its push service said HTTP \(status)"))
            }
        } catch {
            // Its next notification tries again.
            journal.record(Event(.warning, "\(browser) is gone, but could not be removed: \(error)"))
        }
        return DeliveryFailed(
            Phrase(
                "HTTP \(status): the browser has ended its registration",
                fr: "HTTP \(status)\u{A0}: le navigateur a mis fin à son inscription"),
            hint: Phrase(
                "it was removed; register it again on the page /alerts",
                fr: "il a été supprimé\u{A0}; inscrivez-le de nouveau sur la page /alerts"), isFinal: true)
    }
}

extension DeliveryFailed {
    fileprivate static let unlistedService = DeliveryFailed(
        Phrase(
            "its push service is not listed in PUSH_SERVICES", fr: "son service push ne figure pas dans PUSH_SERVICES"),
        hint: Phrase(
            "add it to PUSH_SERVICES, or remove the browser on the page /alerts",
            fr: "ajoutez-le à PUSH_SERVICES, ou supprimez le navigateur sur la page /alerts"), isFinal: true)

    fileprivate static func refusedByPushService(_ status: Int) -> DeliveryFailed {
        DeliveryFailed(
            Phrase("HTTP \(status) from the push service", fr: "HTTP \(status) du service push"),
            hint: Phrase(
                "check VAPID_SUBJECT; after a change of VAPID_PRIVATE_KEY, browsers have to register again on the page "
                    + "/alerts",
                fr: "vérifiez VAPID_SUBJECT\u{A0}; après un changement de VAPID_PRIVATE_KEY, les navigateurs doivent "
                    + "s’inscrire de nouveau sur la page /alerts"), isFinal: true)
    }
}
