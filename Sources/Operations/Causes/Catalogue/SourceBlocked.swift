import Domain

extension CauseEntry {
    /// A source refuses this host: 403, 451, a closed door.
    static let sourceBlocked = CauseEntry(
        .sourceBlocked, .everywhere, .recorded, noticedBy: .oldData,
        effect: Phrase(
            "Prices or news from this source stop; when no other serves, what is shown grows old.",
            fr: "Les cours ou les articles de cette source s'arrêtent ; si aucune autre ne sert, ce qui est affiché vieillit."),
        signs: { $0.sources.signs(of: .sourceBlocked) },
        followsFrom: [.networkDown, .dnsFailure, .tlsFailure, .clockSkew],
        checks: [.database],
        repair: Phrase(
            "The other sources are asked instead, in the order of the settings.",
            fr: "Les autres sources sont interrogées à sa place, dans l'ordre des réglages."),
        remedy: Phrase(
            "Put another source first in PRICE_SOURCES or NEWS_FEEDS; this one refuses this host or its country.",
            fr: "Mettez une autre source en tête de PRICE_SOURCES ou NEWS_FEEDS ; celle-ci refuse cette machine ou son pays."),
        lesson: Phrase(
            "Never depend on one source; prefer feeds and APIs that are offered to programs over pages that are scraped.",
            fr: "Ne jamais dépendre d'une seule source ; préférer les flux et API offerts aux programmes aux pages que l'on aspire."))
}
