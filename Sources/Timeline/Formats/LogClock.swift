import Domain

/// Parses the times of log lines, as microseconds since 1970 in UTC. The day is cached: lines of a file arrive in
/// order.
struct LogClock {
    /// The zone of times without one.
    var zone: LocalZone
    /// Infers the year of times without one.
    var years: YearInference

    private var isoKey: (UInt64, UInt16) = (0, 0)
    private var isoDay: Int64 = 0
    private var commonKey: (UInt64, UInt32) = (0, 0)
    private var commonDay: Int64 = 0

    init(zone: LocalZone, years: YearInference) {
        self.zone = zone
        self.years = years
    }

    /// Parses RFC 3339 and similar: `2026-11-23T19:00:00.123456+01:00`, `2026-11-23 19:00:00,123`, `2026/11/23
    /// 19:00:00`; local without a zone.
    /// - Returns: the time and the index after it.
    mutating func iso(_ line: Line, at start: Int) -> (time: Int64, end: Int)? {
        guard start + 19 <= line.count, let base = line.baseAddress else { return nil }
        let separator = line[start + 10]
        guard separator == UInt8(ascii: "T") || separator == UInt8(ascii: " ") || separator == UInt8(ascii: "t"),
            let seconds = clockSeconds(line, at: start + 11)
        else { return nil }
        let raw = UnsafeRawPointer(base) + start
        let key = (raw.loadUnaligned(as: UInt64.self), raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self))
        if key != isoKey {
            let dash = line[start + 4]
            guard dash == UInt8(ascii: "-") || dash == UInt8(ascii: "/"), line[start + 7] == dash,
                let day = CivilDay.checked(
                    year: line.fourDigits(start), month: line.twoDigits(start + 5), day: line.twoDigits(start + 8))
            else { return nil }
            isoKey = key
            isoDay = day
        }
        var end = start + 19
        let local = isoDay * 86_400 + seconds
        let fraction = microseconds(line, &end)
        if let offset = Self.offset(line, &end) { return ((local - offset) * 1_000_000 + fraction, end) }
        return (zone.utc(local) * 1_000_000 + fraction, end)
    }

    /// Parses `17/May/2015:10:05:03 +0000`, the time of access logs
    /// (https://httpd.apache.org/docs/2.4/mod/mod_log_config.html, `%t`).
    mutating func common(_ line: Line, at start: Int) -> Int64? {
        guard start + 26 <= line.count, let base = line.baseAddress, line[start + 11] == UInt8(ascii: ":"),
            line[start + 20] == UInt8(ascii: " "),
            let seconds = clockSeconds(line, at: start + 12)
        else { return nil }
        let raw = UnsafeRawPointer(base) + start
        let key = (raw.loadUnaligned(as: UInt64.self), raw.loadUnaligned(fromByteOffset: 7, as: UInt32.self))
        if key != commonKey {
            guard line[start + 2] == UInt8(ascii: "/"), line[start + 6] == UInt8(ascii: "/"),
                let month = CivilDay.month(line, at: start + 3),
                let day = CivilDay.checked(year: line.fourDigits(start + 7), month: month, day: line.twoDigits(start))
            else { return nil }
            commonKey = key
            commonDay = day
        }
        var end = start + 21
        guard let offset = Self.offset(line, &end), end == start + 26 else { return nil }
        return (commonDay * 86_400 + seconds - offset) * 1_000_000
    }

    /// Parses `Nov  3 19:00:00` (RFC 3164, 4.1.2): local, without a year.
    mutating func bsd(_ line: Line, at start: Int) -> Int64? {
        guard start + 15 <= line.count, let (month, day) = Self.bsdDate(line, at: start),
            let seconds = clockSeconds(line, at: start + 7)
        else { return nil }
        return zone.utc(years.day(month: month, day: day) * 86_400 + seconds).multipliedClamped(by: 1_000_000)
    }

    static func bsdDate(_ line: Line, at start: Int) -> (month: Int, day: Int)? {
        guard start + 15 <= line.count, line[start + 3] == UInt8(ascii: " "), line[start + 6] == UInt8(ascii: " "),
            let month = CivilDay.month(line, at: start)
        else { return nil }
        let day = line[start + 4] == UInt8(ascii: " ") ? Int(line[start + 5] &- 48) : line.twoDigits(start + 4)
        return (1...31).contains(day) ? (month, day) : nil
    }

    /// Parses `19:00:00` as seconds of the day.
    @inline(__always)
    private func clockSeconds(_ line: Line, at start: Int) -> Int64? {
        let (hour, minute, second) = (line.twoDigits(start), line.twoDigits(start + 3), line.twoDigits(start + 6))
        guard UInt(bitPattern: hour) < 24, UInt(bitPattern: minute) < 60, UInt(bitPattern: second) < 61,
            line[start + 2] == UInt8(ascii: ":"), line[start + 5] == UInt8(ascii: ":")
        else { return nil }
        return Int64(hour * 3600 + minute * 60 + second)
    }

    /// Parses decimals after a point or a comma, truncated to six.
    private func microseconds(_ line: Line, _ end: inout Int) -> Int64 {
        guard end + 1 < line.count, line[end] == UInt8(ascii: ".") || line[end] == UInt8(ascii: ","),
            line[end + 1].isDigit
        else { return 0 }
        end += 1
        var (value, digits): (Int64, Int) = (0, 0)
        while end < line.count, line[end].isDigit {
            if digits < 6 {
                value = value * 10 + Int64(line[end] - 48)
                digits += 1
            }
            end += 1
        }
        while digits < 6 {
            value *= 10
            digits += 1
        }
        return value
    }

    /// Parses `Z`, `+01:00`, `+0100`, ` UTC` or ` +0100` as seconds east of Greenwich; `nil`, and nothing consumed,
    /// without one.
    private static func offset(_ line: Line, _ end: inout Int) -> Int64? {
        guard end < line.count else { return nil }
        var index = end
        if line[index] == UInt8(ascii: " ") {
            if line.has(" UTC", at: index) || line.has(" GMT", at: index) {
                end = index + 4
                return 0
            }
            index += 1
        }
        guard index < line.count else { return nil }
        if line[index] | 0x20 == UInt8(ascii: "z"), index == end {
            end += 1
            return 0
        }
        let sign: Int64 = line[index] == UInt8(ascii: "+") ? 1 : -1
        guard line[index] == UInt8(ascii: "+") || line[index] == UInt8(ascii: "-"), index + 3 <= line.count else {
            return nil
        }
        let hours = line.twoDigits(index + 1)
        let hasColon = index + 6 <= line.count && line[index + 3] == UInt8(ascii: ":")
        let minuteIndex = hasColon ? index + 4 : index + 3
        guard hours >= 0, hours < 25, minuteIndex + 2 <= line.count else { return nil }
        let minutes = line.twoDigits(minuteIndex)
        guard minutes >= 0, minutes < 60 else { return nil }
        end = minuteIndex + 2
        return sign * Int64(hours * 3600 + minutes * 60)
    }
}
