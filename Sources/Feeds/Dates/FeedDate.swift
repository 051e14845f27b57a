import Domain

/// Parses the dates of feeds: RFC 822 and its variants, ISO 8601 and its profiles, Unix time, and what people write.
enum FeedDate {
    /// `nil` for an ambiguous or unknown form. UTC without a zone, midnight without a time.
    static func parse(_ text: String) -> Timestamp? {
        let text = PlainText.cleaned(String(text.unicodeScalars.prefix(200)))
        let bytes = Array(text.utf8)
        guard (4...120).contains(bytes.count) else { return nil }
        if let standard = StandardDate.parse(bytes, 0..<bytes.count) { return standard }
        if let unix = unixTime(bytes) { return unix }
        if EastAsianDate.isOne(text) { return EastAsianDate.parse(text)?.timestamp }
        return (NumericDate.parse(text) ?? NamedMonthDate.parse(text))?.timestamp
    }

    /// Seconds or milliseconds since 1970, from 2001 to 2286; fewer digits are a day.
    private static func unixTime(_ bytes: [UInt8]) -> Timestamp? {
        guard bytes.count == 10 || bytes.count == 13, bytes.allSatisfy(\.isASCIIDigit), bytes[0] != 48,
            let number = Int64(String(decoding: bytes, as: UTF8.self))
        else { return nil }
        return bytes.count == 10 ? Timestamp(seconds: number) : Timestamp(milliseconds: number)
    }
}
