import API
import Domain
import Exchanges
import Notifications
import Outbound
import Storage
import Testing

@testable import BitcoinAnalyzer

extension SettingsTests {
    @Test("Web Push needs a key and a subject, and says what is missing or wrong without showing the key")
    func push() throws {
        let key = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
        #expect(try settings().notifications.pushSender == nil)
        #expect(try settings(["VAPID_SUBJECT": "mailto:a@b.org"]).notifications.pushSender == nil)
        for subject in ["mailto:a@b.org", "https://b.org/contact"] {
            let read = try settings(["VAPID_PRIVATE_KEY": key, "VAPID_SUBJECT": subject]).notifications
            #expect(read.pushSender?.subject == subject && read.pushSender?.key.privateText == key)
            #expect(read.mayHaveReceivers && read.targets.isEmpty)
        }
        let missing = refusal(["VAPID_PRIVATE_KEY": key])
        #expect(missing?.hint.english.contains("VAPID_SUBJECT") == true)
        #expect(refusal(["VAPID_PRIVATE_KEY": "short", "VAPID_SUBJECT": "mailto:a@b.org"]) != nil)
        let wrong = refusal(["VAPID_PRIVATE_KEY": key + "AA", "VAPID_SUBJECT": "mailto:a@b.org"])
        #expect(wrong?.message.english.contains("VAPID_PRIVATE_KEY") == true)
        #expect(wrong.map { "\($0.message.english) \($0.hint.english)".contains(key) } == false)
        for subject in ["a@b.org", "mailto:", "mailto:a", "http://b.org", "https://u:p@b.org", "mailto:a@b.org\"x"] {
            #expect(
                refusal(["VAPID_SUBJECT": subject])?.message.english.contains("VAPID_SUBJECT") == true, "\(subject)")
        }
        #expect(SettingKey.vapidPrivateKey.shown(key) == nil)
        #expect(SettingKey.vapidSubject.shown("mailto:a@b.org") == "mailto:a@b.org")
        #expect(
            refusal(["PUSH_SERVICES": "https://push.example.org"])?.message.english.contains("PUSH_SERVICES") == true)
    }
}
