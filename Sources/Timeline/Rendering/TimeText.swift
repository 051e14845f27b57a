import Domain

/// Writes microseconds since 1970 as RFC 3339 in UTC. The text of the current second is cached: entries arrive in
/// order.
struct TimeText {
    private var second = Int64.min
    private var day = Int64.min
    /// `2026-11-23T19:00:00`
    private var text = Array("0000-00-00T00:00:00".utf8)

    /// Writes 0, 3 or 6 decimals, as needed; always 3 when `always` is set.
    mutating func append(_ time: Int64, always: Bool = false, to output: inout OutputBuffer) {
        let (whole, rest) = Self.split(time)
        if whole != second { write(whole) }
        text.withUnsafeBufferPointer { output.append($0) }
        if always || rest != 0 {
            output.append(UInt8(ascii: "."))
            var unit: Int64 = 100_000
            for _ in 0..<(always || rest % 1000 == 0 ? 3 : 6) {
                output.append(48 + UInt8(rest / unit % 10))
                unit /= 10
            }
        }
        output.append(UInt8(ascii: "Z"))
    }

    private mutating func write(_ whole: Int64) {
        second = whole
        let clock = ((whole % 86_400) + 86_400) % 86_400
        if (whole - clock) / 86_400 != day {
            day = (whole - clock) / 86_400
            let date = CivilDay.date(of: day)
            let year = max(0, min(9999, date.year))
            write(year / 100, at: 0)
            write(year, at: 2)
            write(date.month, at: 5)
            write(date.day, at: 8)
        }
        write(Int(clock) / 3600, at: 11)
        write(Int(clock) / 60 % 60, at: 14)
        write(Int(clock) % 60, at: 17)
    }

    /// Writes the last two digits of a number.
    private mutating func write(_ number: Int, at index: Int) {
        text[index] = 48 + UInt8(number / 10 % 10)
        text[index + 1] = 48 + UInt8(number % 10)
    }

    /// Splits microseconds into seconds, rounded down, and the remaining microseconds.
    static func split(_ time: Int64) -> (Int64, Int64) {
        let rest = ((time % 1_000_000) + 1_000_000) % 1_000_000
        return ((time - rest) / 1_000_000, rest)
    }
}
