import Domain

extension CauseEntry {
    /// A source answers that it is asked too often: 429, `Retry-After`.
    static let sourceRateLimited = CauseEntry.source(
        .sourceRateLimited,
        repair: Phrase(
            "The source is left alone as long as it asks for; the others are asked instead.",
            fr: "La source est laissée tranquille le temps qu'elle demande ; les autres sont interrogées à sa place."),
        remedy: Phrase(
            "Lengthen COLLECT_EVERY, or wait until it serves again.",
            fr: "Allongez COLLECT_EVERY, ou attendez qu'elle serve à nouveau."),
        lesson: Phrase(
            "Ask a source no more often than it allows, from one host only.",
            fr: "N'interroger une source pas plus souvent qu'elle ne le permet, depuis une seule machine."))
}
