import Domain

extension CauseEntry {
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
}
