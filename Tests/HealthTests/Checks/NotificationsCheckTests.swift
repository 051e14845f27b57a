import Domain
import HealthSupport
import Support
import Testing

@testable import Health

@Suite("Notifications are checked by what was last sent to each address") struct NotificationsCheckTests {
    private let slack = NoticeReceiver(fingerprint: "f1", name: "Slack f1")
    private let mail = NoticeReceiver(fingerprint: "f2", name: "e-mail by smtp.example.org")

    private func findings(_ receivers: [NoticeReceiver], _ deliveries: [DeliveryRecord]) throws -> [Finding] {
        let facts = try HealthyMachine.facts { facts in
            if case .resolved(var resolved) = facts.settings {
                resolved.receivers = receivers
                facts.settings = .resolved(resolved)
            }
            facts.changeContents { $0.deliveries = deliveries }
        }
        return Diagnosis.of(facts).filter { $0.check == .notifications }
    }

    @Test("without addresses nothing is checked, whatever was sent before")
    func none() throws {
        let record = DeliveryRecord(slack, sent: nil, attempted: .hour(1), error: "HTTP 404", waiting: 1)
        #expect(try findings([], [record]).isEmpty)
    }

    @Test("what was sent is in order, what failed is a warning with its reason, what was never used is said")
    func outcomes() throws {
        let other = NoticeReceiver(fingerprint: "f3", name: "Discord f3")
        let found = try findings(
            [slack, mail, other],
            [
                DeliveryRecord(slack, sent: .hour(1), attempted: .hour(1), error: nil, waiting: 0),
                DeliveryRecord(mail, sent: .hour(1), attempted: .hour(2), error: "535 5.7.8", waiting: 3),
            ])
        #expect(found.map(\.outcome) == [.ok, .warning, .info])
        #expect(found.map(\.subject) == [slack.name, mail.name, other.name])
        // The subject stands in front of it.
        for finding in found { #expect(!finding.summary.english.contains(finding.subject ?? "")) }
        #expect(found[1].evidence.map(\.line) == ["535 5.7.8"] && found[1].summary.english.contains("waiting: 3"))
        #expect(found[1].summary.french.contains("le dernier envoi a échoué"))
        #expect(found.allSatisfy { $0.problem == nil }, "whom would an incident tell?")
    }
}
