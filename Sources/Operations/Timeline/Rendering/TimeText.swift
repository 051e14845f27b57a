/// Writes microseconds since 1970 as RFC 3339 in UTC. Entries come second by second: the second is written once.
struct TimeText {
    private var second = Int64.min
    private var text: [UInt8] = []

    /// With as many decimals as are needed, of 0, 3 and 6; or with three always.
    mutating func append(_ time: Int64, always: Bool = false, to output: inout OutputBuffer) {
        let (whole, rest) = Self.split(time)
        if whole != second {
            second = whole
            text = Self.seconds(whole)
        }
        text.withUnsafeBufferPointer { output.append($0) }
        if always || rest != 0 {
            output.append(UInt8(ascii: "."))
            let millisecondsOnly = always || rest % 1000 == 0
            var unit: Int64 = 100_000
            for _ in 0..<(millisecondsOnly ? 3 : 6) {
                output.append(48 + UInt8(rest / unit % 10))
                unit /= 10
            }
        }
        output.append(UInt8(ascii: "Z"))
    }

    /// Whole seconds, rounded down, and the microseconds behind.
    static func split(_ time: Int64) -> (Int64, Int64) {
        let rest = ((time % 1_000_000) + 1_000_000) % 1_000_000
        return ((time - rest) / 1_000_000, rest)
    }

    /// `2026-11-23T19:00:00`
    private static func seconds(_ time: Int64) -> [UInt8] {
        let clock = Int(((time % 86_400) + 86_400) % 86_400)
        let date = CivilDay.date(of: (time - Int64(clock)) / 86_400)
        func two(_ number: Int) -> [UInt8] { [48 + UInt8(number / 10 % 10), 48 + UInt8(number % 10)] }
        let year = max(0, min(9999, date.year))
        return two(year / 100) + two(year) + [45] + two(date.month) + [45] + two(date.day) + [84] + two(clock / 3600) + [58] + two(clock / 60 % 60) + [58]
            + two(clock % 60)
    }
}
