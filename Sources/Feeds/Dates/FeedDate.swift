import Domain

/// The dates that feeds write: RFC 822 and its relatives, ISO 8601 and its profiles, and what people made of them.
enum FeedDate {
    /// `nil` for what cannot be read for certain. Without a zone it is UTC, without a time midnight.
    static func parse(_ text: String) -> Timestamp? {
        let text = PlainText.cleaned(String(text.prefix(100)))
        guard (4...60).contains(text.count) else { return nil }
        if KoreanDate.isOne(text) { return KoreanDate.parse(text)?.timestamp }
        return (NumericDate.parse(text) ?? NamedMonthDate.parse(text))?.timestamp
    }
}
