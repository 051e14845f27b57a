import Domain

extension CauseEntry {
    /// A source does not answer, or with an error.
    static let sourceDown = CauseEntry.source(
        .sourceDown,
        remedy: Phrase(
            "Nothing to do while others serve; bitcoin-analyzer doctor --online asks it now.",
            fr: "Rien à faire tant que d'autres servent ; bitcoin-analyzer doctor --online l'interroge maintenant."),
        lesson: Phrase(
            "Keep at least two sources of each kind, of different companies.",
            fr: "Garder au moins deux sources de chaque sorte, de sociétés différentes."))
}
