import Domain

extension CauseEntry {
    /// A source wants a human in front of a browser: a captcha page instead of an answer.
    static let sourceChallenge = CauseEntry.source(
        .sourceChallenge,
        remedy: Phrase(
            "Replace the feed in NEWS_FEEDS, or the source in PRICE_SOURCES, by one that serves programs.",
            fr: "Remplacez le flux dans NEWS_FEEDS, ou la source dans PRICE_SOURCES, par une qui sert les programmes."),
        lesson: Phrase(
            "A page behind a captcha is not a source: use the publisher's feed, or another publisher.",
            fr:
                "Une page derrière un captcha n'est pas une source : utiliser le flux de l'éditeur, ou un autre éditeur."
        ))
}
