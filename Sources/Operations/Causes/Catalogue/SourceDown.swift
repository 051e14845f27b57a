import Domain

extension CauseEntry {
    /// A source does not answer, or with an error.
    static let sourceDown = CauseEntry(
        .sourceDown, .everywhere, .recorded, noticedBy: .oldData,
        effect: Phrase(
            "Prices or news from this source stop; when no other serves, what is shown grows old.",
            fr: "Les cours ou les articles de cette source s'arrêtent ; si aucune autre ne sert, ce qui est affiché vieillit."),
        signs: { $0.sources.signs(of: .sourceDown) },
        followsFrom: [.networkDown, .dnsFailure, .tlsFailure, .clockSkew],
        checks: [.database],
        repair: Phrase(
            "The other sources are asked instead, in the order of the settings.",
            fr: "Les autres sources sont interrogées à sa place, dans l'ordre des réglages."),
        remedy: Phrase(
            "Nothing to do while others serve; bitcoin-analyzer doctor --online asks it now.",
            fr: "Rien à faire tant que d'autres servent ; bitcoin-analyzer doctor --online l'interroge maintenant."),
        lesson: Phrase(
            "Keep at least two sources of each kind, of different companies.",
            fr: "Garder au moins deux sources de chaque sorte, de sociétés différentes."))
}
