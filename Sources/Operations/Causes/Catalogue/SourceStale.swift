import Domain

extension CauseEntry {
    /// A source answers with old data, or with nothing.
    static let sourceStale = CauseEntry(
        .sourceStale, .everywhere, .recorded, noticedBy: .oldData,
        effect: Phrase(
            "Prices or news from this source stop; when no other serves, what is shown grows old.",
            fr: "Les cours ou les articles de cette source s'arrêtent ; si aucune autre ne sert, ce qui est affiché vieillit."),
        signs: { $0.sources.signs(of: .sourceStale) },
        followsFrom: [.networkDown, .dnsFailure, .tlsFailure, .clockSkew],
        checks: [.database],
        repair: Phrase(
            "The other sources are asked instead, in the order of the settings.",
            fr: "Les autres sources sont interrogées à sa place, dans l'ordre des réglages."),
        remedy: Phrase(
            "Nothing to do while others serve; check the source's own status page.",
            fr: "Rien à faire tant que d'autres servent ; consultez la page d'état de la source."),
        lesson: Phrase(
            "Trust the time in the data, never the time of the answer.",
            fr: "Se fier à l'heure des données, jamais à celle de la réponse."))
}
