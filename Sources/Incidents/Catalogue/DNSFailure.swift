import Domain
import Health

extension CauseEntry {
    /// Names cannot be resolved: all of them, or one that is wrong.
    static let dnsFailure = CauseEntry(
        .dnsFailure, .host, .recorded, noticedBy: .oldData,
        effect: Phrase(
            "No new prices or articles come from the sources whose names are not found.",
            fr: "Aucun cours ni article n'arrive des sources dont le nom n'est pas trouvé."),
        signs: { $0.sources.sign(ofShared: .dnsFailure, on: $0.host) + $0.sources.signs(of: .dnsFailure, on: $0.host) },
        followsFrom: [.networkDown],
        checks: [.database],
        repair: Phrase(
            "The next pass asks again; missed hours are filled then.",
            fr: "La collecte suivante réessaie ; les heures manquées sont alors complétées."),
        remedy: Phrase(
            "Check the resolver and the names in the settings: getent hosts api.kraken.com; cat /etc/resolv.conf; bitcoin-analyzer settings",
            fr:
                "Vérifiez le résolveur et les noms des réglages : getent hosts api.kraken.com; cat /etc/resolv.conf; bitcoin-analyzer settings"
        ),
        lesson: Phrase(
            "Give the host two resolvers, and try a changed address with doctor --online before leaving.",
            fr:
                "Donner deux résolveurs à la machine, et essayer une adresse modifiée avec doctor --online avant de partir."
        ))
}
