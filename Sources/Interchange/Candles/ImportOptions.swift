package import Domain

/// What a person says about a file; what is `nil` is detected.
package struct ImportOptions: Sendable {
    package var interval: Interval?
    package var source: SourceName?
    package var quote: Quote?
    /// Whether rows that cannot be candles are counted and left out, instead of refusing the file.
    package var skipsBadRows: Bool
    /// The time that is covered by hours, from which coarser candles are made: rows of it are left out.
    package var covered: TimeRange?

    package init(
        interval: Interval? = nil, source: SourceName? = nil, quote: Quote? = nil, skipsBadRows: Bool = false
    ) {
        self.interval = interval
        self.source = source
        self.quote = quote
        self.skipsBadRows = skipsBadRows
    }

    /// The quotes that are taken without being asked for.
    static let dollars = ["USD", "USDT", "USDC"]

    /// Whether a text may be the name of a source: 1 to 40 lower-case letters, digits, dots, dashes or underscores, the
    /// first of which is a letter or a digit.
    package static func isSource(_ text: String) -> Bool {
        guard 1...40 ~= text.utf8.count, let first = text.utf8.first, isLetterOrDigit(first) else { return false }
        return text.utf8.allSatisfy { isLetterOrDigit($0) || "._-".utf8.contains($0) }
    }

    /// Whether a text may be a quote: 3 to 5 capital letters.
    package static func isQuote(_ text: String) -> Bool {
        3...5 ~= text.utf8.count && text.utf8.allSatisfy { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }
}
