import FoundationEssentials

extension Timestamp: CustomStringConvertible, Codable {
    /// RFC 3339 in UTC, `2026-11-23T19:00:00Z`; with three decimals only where the milliseconds are not zero.
    package var rfc3339: String {
        let whole = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
        let rest = milliseconds - seconds * 1000
        guard rest != 0 else { return whole }
        // Formatted as an integer, as the decimals of the library may be off by one millisecond.
        let digits = String(rest)
        return whole.dropLast() + "." + String(repeating: "0", count: 3 - digits.count) + digits + "Z"
    }

    package var description: String { rfc3339 }

    /// Reads RFC 3339 with any offset, with or without decimals (cut after the third), or a bare `YYYY-MM-DD` (midnight
    /// UTC). Anything else is `nil`.
    package init?(rfc3339 text: String) {
        guard text.utf8.count <= 64 else { return nil }
        let isDay = text.utf8.count == 10
        let (plain, fraction) = Self.splittingFraction(of: text)
        let style = Date.ISO8601FormatStyle()
        guard isDay || Self.hasClockInRange(plain),
            let date = try? (isDay ? style.year().month().day() : style).parse(plain)
        else { return nil }
        // The library parses 30 February as 2 March.
        let day = isDay ? date : (try? style.year().month().day().parse(String(plain.prefix(10))))
        guard let day, style.year().month().day().format(day) == plain.prefix(10) else { return nil }
        self.init(milliseconds: Int64(date.timeIntervalSince1970.rounded()) * 1000 + fraction)
    }

    /// The text without its decimals, and the decimals in milliseconds.
    private static func splittingFraction(of text: String) -> (String, Int64) {
        guard let point = text.firstIndex(of: ".") else { return (text, 0) }
        let digits = text[text.index(after: point)...].prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, let milliseconds = Int64((digits + "00").prefix(3)) else { return (text, 0) }
        return (String(text[..<point] + text[digits.endIndex...]), milliseconds)
    }

    /// The library parses 25:00 as one o'clock of the next day, and ignores text after the time.
    private static func hasClockInRange(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let zone = bytes.dropFirst(19)
        let hasZone =
            zone.count == 1
            ? zone.first.map { $0 | 0x20 } == UInt8(ascii: "z")
            : zone.count == 6 && zone.dropFirst(3).first == UInt8(ascii: ":")
        guard bytes.count >= 20, hasZone, bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":") else {
            return false
        }
        func number(_ index: Int) -> Int { Int(bytes[index]) * 10 + Int(bytes[index + 1]) - 11 * 48 }
        return (0...23).contains(number(11)) && (0...59).contains(number(14)) && (0...60).contains(number(17))
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Timestamp(rfc3339: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not an RFC 3339 time")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339)
    }
}
