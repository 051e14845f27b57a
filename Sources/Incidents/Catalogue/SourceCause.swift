import Domain
import Health

extension CauseEntry {
    /// A cause that lies with one source: seen in its runs, felt where no other source serves, and none of its own where the way to all of
    /// them is the trouble.
    /// - Parameter repair: what the service does by itself, where that is more than to ask the others.
    static func source(_ cause: Cause, repair: Phrase = askedInstead, remedy: Phrase, lesson: Phrase) -> CauseEntry {
        CauseEntry(
            cause, .everywhere, .recorded, noticedBy: .oldData,
            effect: Phrase(
                "Prices or news from this source stop; when no other serves, what is shown grows old.",
                fr:
                    "Les cours ou les articles de cette source s'arrêtent ; si aucune autre ne sert, ce qui est affiché vieillit."
            ),
            signs: { $0.sources.signs(of: cause) },
            followsFrom: [.networkDown, .dnsFailure, .tlsFailure, .clockSkew],
            checks: [.database], repair: repair, remedy: remedy, lesson: lesson)
    }

    private static let askedInstead = Phrase(
        "The other sources are asked instead, in the order of the settings.",
        fr: "Les autres sources sont interrogées à sa place, dans l'ordre des réglages.")
}
