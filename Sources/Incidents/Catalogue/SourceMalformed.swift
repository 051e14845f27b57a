import Domain

extension CauseEntry {
    /// A source answers with something that cannot be read.
    static let sourceMalformed = CauseEntry.source(
        .sourceMalformed,
        remedy: Phrase(
            "Look for a newer version of this program when it does not pass by itself: the source may have changed its format.",
            fr:
                "Si cela ne passe pas tout seul, cherchez une version plus récente de ce programme : la source a pu changer de format."
        ),
        lesson: Phrase(
            "Formats change without notice: the recorded answers of the tests are worth renewing.",
            fr: "Les formats changent sans prévenir : renouveler de temps en temps les réponses enregistrées des tests."
        ))
}
