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

    /// A source refuses this host: 403, 451, a closed door.
    static let sourceBlocked = CauseEntry.source(
        .sourceBlocked,
        remedy: Phrase(
            "Put another source first in PRICE_SOURCES or NEWS_FEEDS; this one refuses this host or its country.",
            fr:
                "Mettez une autre source en tête de PRICE_SOURCES ou NEWS_FEEDS ; celle-ci refuse cette machine ou son pays."
        ),
        lesson: Phrase(
            "Never depend on one source; prefer feeds and APIs that are offered to programs over pages that are scraped.",
            fr:
                "Ne jamais dépendre d'une seule source ; préférer les flux et API offerts aux programmes aux pages que l'on aspire."
        ))

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

    /// A source does not answer, or with an error.
    static let sourceDown = CauseEntry.source(
        .sourceDown,
        remedy: Phrase(
            "Nothing to do while others serve; bitcoin-analyzer doctor --online asks it now.",
            fr: "Rien à faire tant que d'autres servent ; bitcoin-analyzer doctor --online l'interroge maintenant."),
        lesson: Phrase(
            "Keep at least two sources of each kind, of different companies.",
            fr: "Garder au moins deux sources de chaque sorte, de sociétés différentes."))

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
