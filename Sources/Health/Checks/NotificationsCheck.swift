package import Domain

/// Whether notifications arrive at the addresses of the settings and at registered browsers. One that does not is no
/// incident: who would be told?
enum NotificationsCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        guard let settings = facts.settings.resolved, !settings.receivers.isEmpty || settings.notifiesBrowsers else {
            return []
        }
        guard let contents = facts.database.contents else { return [.notChecked(.notifications, because: .database)] }
        return facts.receivers.map { receiver in
            guard let record = contents.deliveries.first(where: { $0.receiver.fingerprint == receiver.fingerprint })
            else {
                return Finding(
                    .notifications, receiver.name, .info,
                    Phrase("nothing has been sent yet", fr: "rien n’a encore été envoyé"),
                    remedy: "bitcoin-analyzer incidents notify-test")
            }
            return finding(record)
        }
    }

    private static func finding(_ record: DeliveryRecord) -> Finding {
        let name = record.receiver.name
        guard let error = record.error else {
            let summary =
                record.sent.map {
                    Phrase("last sent ", fr: "dernier envoi le ") + $0.phrase
                } ?? Phrase("being sent", fr: "envoi en cours")
            return Finding(.notifications, name, .ok, summary)
        }
        let waiting =
            record.waiting == 0
            ? Phrase.empty : Phrase("; waiting: \(record.waiting)", fr: "\u{A0}; en attente\u{A0}: \(record.waiting)")
        return Finding(
            .notifications, name, .warning,
            Phrase("the last attempt failed", fr: "le dernier envoi a échoué") + waiting,
            since: record.attempted,
            evidence: [Evidence(time: record.attempted, source: name, line: error)],
            remedy: "bitcoin-analyzer incidents notify-test")
    }
}

extension HealthFacts {
    /// Where notifications go, as far as that is known.
    package var receivers: [NoticeReceiver] {
        guard let settings = settings.resolved else { return [] }
        return settings.receivers + (settings.notifiesBrowsers ? database.contents?.browsers ?? [] : [])
    }
}
