import Domain

/// Parses the dates of feeds: RFC 822 and its variants, ISO 8601 and its profiles, and common deviations.
enum FeedDate {
    /// `nil` for an ambiguous or unknown form. UTC without a zone, midnight without a time.
    static func parse(_ text: String) -> Timestamp? {
        let text = PlainText.cleaned(String(text.prefix(100)))
        guard (4...60).contains(text.count) else { return nil }
        if KoreanDate.isOne(text) { return KoreanDate.parse(text)?.timestamp }
        return (NumericDate.parse(text) ?? NamedMonthDate.parse(text))?.timestamp
    }
}
