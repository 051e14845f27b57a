import Domain

extension CauseEntry {
    /// A source answers with something that cannot be read.
    static let sourceMalformed = CauseEntry(
        .sourceMalformed, .everywhere, .recorded, noticedBy: .oldData,
        effect: Phrase(
            "Prices or news from this source stop; when no other serves, what is shown grows old.",
            fr: "Les cours ou les articles de cette source s'arrêtent ; si aucune autre ne sert, ce qui est affiché vieillit."),
        signs: { $0.sources.signs(of: .sourceMalformed) },
        followsFrom: [.networkDown, .dnsFailure, .tlsFailure, .clockSkew],
        checks: [.database],
        repair: Phrase(
            "The other sources are asked instead, in the order of the settings.",
            fr: "Les autres sources sont interrogées à sa place, dans l'ordre des réglages."),
        remedy: Phrase(
            "Look for a newer version of this program when it does not pass by itself: the source may have changed its format.",
            fr: "Si cela ne passe pas tout seul, cherchez une version plus récente de ce programme : la source a pu changer de format."),
        lesson: Phrase(
            "Formats change without notice: the recorded answers of the tests are worth renewing.",
            fr: "Les formats changent sans prévenir : renouveler de temps en temps les réponses enregistrées des tests."))
}
