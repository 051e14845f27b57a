import Domain

extension CauseEntry {
    /// A source wants a human in front of a browser: a captcha page instead of an answer.
    static let sourceChallenge = CauseEntry(
        .sourceChallenge, .everywhere, .recorded, noticedBy: .oldData,
        effect: Phrase(
            "Prices or news from this source stop; when no other serves, what is shown grows old.",
            fr: "Les cours ou les articles de cette source s'arrêtent ; si aucune autre ne sert, ce qui est affiché vieillit."),
        signs: { $0.sources.signs(of: .sourceChallenge) },
        followsFrom: [.networkDown, .dnsFailure, .tlsFailure, .clockSkew],
        checks: [.database],
        repair: Phrase(
            "The other sources are asked instead, in the order of the settings.",
            fr: "Les autres sources sont interrogées à sa place, dans l'ordre des réglages."),
        remedy: Phrase(
            "Replace the feed in NEWS_FEEDS, or the source in PRICE_SOURCES, by one that serves programs.",
            fr: "Remplacez le flux dans NEWS_FEEDS, ou la source dans PRICE_SOURCES, par une qui sert les programmes."),
        lesson: Phrase(
            "A page behind a captcha is not a source: use the publisher's feed, or another publisher.",
            fr: "Une page derrière un captcha n'est pas une source : utiliser le flux de l'éditeur, ou un autre éditeur."))
}
