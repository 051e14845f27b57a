import Domain
import Health

extension CauseEntry {
    /// A setting cannot be used.
    static let configurationInvalid = CauseEntry(
        .configurationInvalid, .unit, .recorded, noticedBy: .everything,
        effect: Phrase(
            "What needs the setting does not start.",
            fr: "Ce qui a besoin du réglage ne démarre pas."),
        signs: { $0.seen(.configurationInvalid, .unit) + $0.sources.signs(of: .configurationInvalid) },
        checks: [.settings, .unitSettings],
        remedy: Phrase(
            "Put the setting right that is named: bitcoin-analyzer settings",
            fr: "Corrigez le réglage nommé : bitcoin-analyzer settings"),
        lesson: Phrase(
            "Run bitcoin-analyzer settings after every change, before a restart.",
            fr: "Lancer bitcoin-analyzer settings après chaque modification, avant un redémarrage."))
}
