import Domain

/// Open times as files write them.
///
/// - A Unix time of seconds, milliseconds, microseconds or nanoseconds, told apart by its size: the four never meet
///   between 1973 and 5138.
/// - A date, `2020-04-09`, `2020/04/09` or `20200409`, with or without a time of day, `20:00`, `20:00:00`,
///   `20:00:00.000` or `08-PM`; with or without a zone, `Z`, `UTC` or `+02:00`; without one it is UTC.
enum TimeText {
    enum Unit: String, Sendable {
        case seconds, milliseconds, microseconds, nanoseconds, date
    }

    /// Milliseconds since 1970 and the unit; `nil` for anything else, and for what is no whole number of milliseconds.
    @inline(__always)
    static func parse(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> (milliseconds: Int64, unit: Unit)? {
        guard let first = text.first, first &- 48 < 10 else { return nil }
        let isDated = text.count > 4 && (text[text.startIndex + 4] == 45 || text[text.startIndex + 4] == 47)
        guard !isDated, text.count >= 9, let number = DecimalText.integer(text) else { return date(text) }
        switch number {
        case ..<100_000_000: return date(text)
        case ..<100_000_000_000: return (number * 1000, .seconds)
        case ..<100_000_000_000_000: return (number, .milliseconds)
        case ..<100_000_000_000_000_000: return number % 1000 == 0 ? (number / 1000, .microseconds) : nil
        default: return number % 1_000_000 == 0 ? (number / 1_000_000, .nanoseconds) : nil
        }
    }

    private static func date(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> (milliseconds: Int64, unit: Unit)? {
        var scanner = Scanner(text)
        guard let year = scanner.number(4) else { return nil }
        let separator = scanner.take(anyOf: "-/")
        guard let month = scanner.number(2), separator == scanner.take(anyOf: "-/"), let day = scanner.number(2),
            let days = CivilDay.checked(year: year, month: month, day: day)
        else { return nil }
        guard !scanner.isAtEnd else { return (days * 86_400_000, .date) }
        guard scanner.take(anyOf: "T t") != nil, let time = scanner.timeOfDay() else { return nil }
        guard let offset = scanner.zone() else { return nil }
        return (days * 86_400_000 + time - offset, .date)
    }
}

/// Reads a short text from left to right.
private struct Scanner {
    private var rest: Slice<UnsafeBufferPointer<UInt8>>

    init(_ text: Slice<UnsafeBufferPointer<UInt8>>) { rest = text }

    var isAtEnd: Bool { rest.isEmpty }

    /// A number of exactly `count` digits.
    mutating func number(_ count: Int) -> Int? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy({ $0 &- 48 < 10 }) else { return nil }
        rest = rest.dropFirst(count)
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    mutating func take(anyOf characters: StaticString) -> UInt8? {
        guard let byte = rest.first, characters.withUTF8Buffer({ $0.contains(byte) }) else { return nil }
        rest = rest.dropFirst()
        return byte
    }

    /// In milliseconds.
    mutating func timeOfDay() -> Int64? {
        guard let hour = number(2) else { return nil }
        if let half = halfOfDay() {
            guard (1...12).contains(hour) else { return nil }
            return Int64(hour % 12 + half) * 3_600_000
        }
        guard hour < 24, take(anyOf: ":") != nil, let minute = number(2), minute < 60 else { return nil }
        var time = Int64(hour) * 3_600_000 + Int64(minute) * 60_000
        guard take(anyOf: ":") != nil else { return time }
        guard let second = number(2), second < 60 else { return nil }
        time += Int64(second) * 1000
        guard take(anyOf: ".") != nil else { return time }
        let decimals = rest.prefix { $0 &- 48 < 10 }
        guard !decimals.isEmpty, decimals.dropFirst(3).allSatisfy({ $0 == 48 }) else { return nil }
        rest = rest.dropFirst(decimals.count)
        var scale: Int64 = 100
        for digit in decimals.prefix(3) {
            time += Int64(digit - 48) * scale
            scale /= 10
        }
        return time
    }

    /// The hours to add for `-AM`, `-PM`.
    private mutating func halfOfDay() -> Int? {
        let end = rest.prefix(3)
        guard end.count == 3, end.first == UInt8(ascii: "-"), end.last.map({ $0 | 0x20 }) == UInt8(ascii: "m") else {
            return nil
        }
        let half = end[end.startIndex + 1] | 0x20
        guard half == UInt8(ascii: "a") || half == UInt8(ascii: "p") else { return nil }
        rest = rest.dropFirst(3)
        return half == UInt8(ascii: "p") ? 12 : 0
    }

    /// The offset from UTC in milliseconds; `nil` when anything else follows.
    mutating func zone() -> Int64? {
        if rest.isEmpty { return 0 }
        if rest.count == 1, rest.first.map({ $0 | 0x20 }) == UInt8(ascii: "z") { return 0 }
        if rest.elementsEqual(" UTC".utf8) || rest.elementsEqual("UTC".utf8) { return 0 }
        guard let sign = take(anyOf: "+-"), let hours = number(2) else { return nil }
        _ = take(anyOf: ":")
        guard let minutes = number(2), rest.isEmpty, hours < 24, minutes < 60 else { return nil }
        let offset = Int64(hours) * 3_600_000 + Int64(minutes) * 60_000
        return sign == UInt8(ascii: "-") ? -offset : offset
    }
}

extension TimeText {
    /// The end of a candle, cut to milliseconds: Binance's is the last microsecond before the next open time.
    static func lastMillisecond(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Int64? {
        if let moment = parse(text) { return moment.milliseconds }
        guard let number = DecimalText.integer(text), number >= 100_000_000_000_000 else { return nil }
        return number < 100_000_000_000_000_000 ? number / 1000 : number / 1_000_000
    }
}
