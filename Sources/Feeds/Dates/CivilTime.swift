import Domain

/// A calendar date and time with a UTC offset.
struct CivilTime {
    var year = 0
    var month = 1
    var day = 1
    var clock = ClockTime()
    /// The UTC offset in minutes, positive east of Greenwich.
    var offset = 0

    /// The moment; `nil` for an invalid date of the Gregorian calendar.
    var timestamp: Timestamp? {
        guard (1...9999).contains(year), let day = CivilDay.checked(year: year, month: month, day: day) else {
            return nil
        }
        let minutes = (day * 24 + Int64(clock.hour)) * 60 + Int64(clock.minute - offset)
        return Timestamp(milliseconds: (minutes * 60 + Int64(clock.second)) * 1000 + Int64(clock.millisecond))
    }

    /// Four digits are a year, two one of 1950 to 2049, three a year since 1900 (RFC 5322, 4.3).
    static func year(_ digits: Substring) -> Int? {
        guard let value = Int(digits), digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        switch digits.count {
        case 2: return value < 50 ? 2000 + value : 1900 + value
        case 3: return 1900 + value
        case 4: return value
        default: return nil
        }
    }
}

/// A time of day.
struct ClockTime {
    var hour = 0
    var minute = 0
    var second = 0
    var millisecond = 0

    init() {}

    /// `nil` for a time that no clock shows; 24:00 is the end of the day.
    init?(hour: Int, minute: Int, second: Int, millisecond: Int) {
        // A leap second counts as the next second.
        guard hour < 24 || (hour == 24 && minute + second + millisecond == 0), minute < 60, second <= 60 else {
            return nil
        }
        (self.hour, self.minute, self.second, self.millisecond) = (hour, minute, second, millisecond)
    }

    /// `9:15`, `10:14:55`, `10:14:55.1234`, `101455`, `10h30`, `10h`.
    init?(_ text: Substring) {
        if let mark = text.firstIndex(where: { $0 == "h" || $0 == "H" }) {
            let (hours, minutes) = (text[..<mark], text[text.index(after: mark)...])
            let isNumeric = (hours + minutes).allSatisfy { $0.isASCII && $0.isNumber }
            guard isNumeric, (1...2).contains(hours.count), minutes.isEmpty || minutes.count == 2,
                let hour = Int(hours)
            else { return nil }
            self.init(hour: hour, minute: Int(minutes) ?? 0, second: 0, millisecond: 0)
            return
        }
        let halves = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard let time = halves.first else { return nil }
        var parts = time.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 1, time.count == 4 || time.count == 6 {
            let digits = Array(time)
            parts = stride(from: 0, to: digits.count, by: 2).map { Substring(digits[$0..<($0 + 2)]) }
        }
        let numbers = parts.compactMap { $0.count <= 2 && $0.allSatisfy { $0.isASCII && $0.isNumber } ? Int($0) : nil }
        guard numbers.count == parts.count, numbers.count == 2 || numbers.count == 3 else { return nil }
        var millisecond = 0
        if halves.count == 2 {
            // Digits only, as Swift also parses "55.1e99".
            guard numbers.count == 3, halves[1].allSatisfy({ $0.isASCII && $0.isNumber }),
                let fraction = Double("0." + halves[1])
            else { return nil }
            millisecond = Int(fraction * 1000)
        }
        self.init(
            hour: numbers[0], minute: numbers[1], second: numbers.count == 3 ? numbers[2] : 0, millisecond: millisecond)
    }

    /// The time on a 12-hour clock; `nil` for an hour that it lacks.
    func after(_ noon: Noon) -> ClockTime? {
        guard (1...12).contains(hour) else { return nil }
        var time = self
        time.hour = hour % 12 + (noon == .pm ? 12 : 0)
        return time
    }

    enum Noon: String { case am, pm }
}
