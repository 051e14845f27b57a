import Domain

extension CauseEntry {
    /// A source answers with old data, or with nothing.
    static let sourceStale = CauseEntry.source(
        .sourceStale,
        remedy: Phrase(
            "Nothing to do while others serve; check the source's own status page.",
            fr: "Rien à faire tant que d'autres servent ; consultez la page d'état de la source."),
        lesson: Phrase(
            "Trust the time in the data, never the time of the answer.",
            fr: "Se fier à l'heure des données, jamais à celle de la réponse."))
}
