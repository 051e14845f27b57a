package import Domain

/// Formats numbers for each language, in the analysis and on the dashboard: `$1,234.50` and `1 234,50 $`.
///
/// Source: Unicode CLDR, locales en-US and fr (https://cldr.unicode.org), except for the minus sign, which is U+2212 in
/// both. French groups thousands with U+202F and has U+00A0 before the currency and U+202F before the percent sign.
package enum NumberWording {
    /// A price with its currency: two decimals, six below 1. The dollar has its sign, other currencies their code after
    /// the number.
    package static func price(_ price: Double, quote: Quote, language: Language) -> String {
        let number = number(price, decimals: abs(price) < 1 ? 6 : 2, language: language)
        return switch (language, quote) {
        case (.english, .usd): number.hasPrefix(minus) ? "\(minus)$\(number.dropFirst())" : "$\(number)"
        case (.french, .eur): "\(number)\(noBreak)€"
        case (.french, .usd): "\(number)\(noBreak)$"
        default: "\(number)\(noBreak)\(quote)"
        }
    }

    /// A fraction in percent with one decimal.
    /// - Parameters:
    ///   - share: the fraction: 0.012 is `1.2%` in English, `1,2 %` in French.
    ///   - signed: whether an increase has a `+`. A value that rounds to zero has no sign.
    package static func percent(_ share: Double, language: Language, signed: Bool = false, decimals: Int = 1) -> String
    {
        let number = number(share * 100, decimals: decimals, language: language)
        let isZero = !number.contains { $0 != "0" && $0.isNumber }
        let sign = signed && share > 0 && !isZero && share.isFinite ? "+" : ""
        return sign + number + (language == .french ? narrowNoBreak : "") + "%"
    }

    /// A number with grouped thousands and 0 to 9 decimals, halves rounded away from zero; `–` for a value that cannot
    /// be formatted.
    package static func number(_ value: Double, decimals: Int, language: Language) -> String {
        guard value.isFinite, (0...9).contains(decimals) else { return "–" }
        let unit = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
        guard let scaled = Int64(exactly: (value.magnitude * unit).rounded()) else { return "–" }
        let digits = String(scaled)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let whole = grouped(padded.dropLast(decimals), by: language == .french ? narrowNoBreak : ",")
        let fraction = decimals > 0 ? (language == .french ? "," : ".") + padded.suffix(decimals) : ""
        return (value < 0 && scaled != 0 ? minus : "") + whole + fraction
    }

    private static func grouped(_ digits: Substring, by separator: String) -> String {
        var groups: [Substring] = []
        var rest = digits
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        return ([rest] + groups).joined(separator: separator)
    }

    package static let noBreak = "\u{00A0}"
    package static let narrowNoBreak = "\u{202F}"
    package static let minus = "\u{2212}"
}
