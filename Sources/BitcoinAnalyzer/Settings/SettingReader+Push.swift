import Domain
import Notifications

/// The settings of Web Push.
extension SettingReader {
    /// `nil` where Web Push is off. What is set is checked in any case.
    func pushSender() throws(SettingsFailure) -> PushSender? {
        let subject = text(.vapidSubject)
        if let subject, !Self.isSubject(subject) {
            throw invalid(
                .vapidSubject,
                Phrase(
                    "a mailto: address or an https:// address",
                    fr: "une adresse mailto:nom@domaine ou une adresse https://"))
        }
        guard let text = text(.vapidPrivateKey) else { return nil }
        guard let key = VAPIDKey(text) else {
            throw invalid(
                .vapidPrivateKey,
                Phrase(
                    "the private key that bitcoin-analyzer vapid-keys prints",
                    fr: "la clé privée qu’affiche bitcoin-analyzer vapid-keys"))
        }
        guard let subject else {
            throw failure(
                .vapidPrivateKey,
                Phrase(
                    " is set, but VAPID_SUBJECT is not", fr: " est défini, mais VAPID_SUBJECT ne l’est pas"),
                hint: Phrase(
                    "set VAPID_SUBJECT, for example mailto:you@example.org, or unset VAPID_PRIVATE_KEY",
                    fr:
                        "définissez VAPID_SUBJECT, par exemple mailto:vous@example.org, ou retirez VAPID_PRIVATE_KEY"))
        }
        return PushSender(key: key, subject: subject)
    }

    func pushServices() throws(SettingsFailure) -> PushServices {
        guard let services = PushServices(list(.pushServices)) else {
            throw invalid(
                .pushServices,
                Phrase(
                    "hosts such as push.example.org, or *.example.org for all below it",
                    fr: "des hôtes comme push.example.org, ou *.example.org pour tous ceux du domaine"))
        }
        return services
    }

    /// RFC 8292, 2.1. Nothing in it ends a header or a claim.
    private static func isSubject(_ text: String) -> Bool {
        guard text.utf8.count <= 320 else { return false }
        if text.hasPrefix("mailto:") {
            let parts = text.dropFirst("mailto:".count).split(separator: "@", omittingEmptySubsequences: false)
            return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
                && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
        }
        return text.hasPrefix("https://") && text.isHTTPAddress && text.addressCredentials == nil
    }
}
