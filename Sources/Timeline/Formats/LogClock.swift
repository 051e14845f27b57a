import Domain

/// Parses the times of log lines, as microseconds since 1970 in UTC. The day is cached: lines of a file arrive in
/// order.
struct LogClock {
    /// The zone of times without one.
    private var zone: LocalZone
    /// Infers the year of times without one.
    var years: YearInference
    /// Counts the ends of years instead of inferring years, in a first pass over a file; `nil` in the second.
    var counter: YearRolloverCounter?
    /// The latest time without a zone, in seconds: decides which of two hours is meant.
    private var latestLocal = Int64.min / 2

    /// Finds where times end in lines that are read; the moments are known already.
    static let forReading = LogClock(zone: .utc, years: YearInference(newest: 0))

    private var isoKey: (UInt64, UInt16) = (0, 0)
    private var isoDay: Int64 = 0
    private var commonKey: (UInt64, UInt32) = (0, 0)
    private var commonDay: Int64 = 0

    init(zone: LocalZone, years: YearInference) {
        self.zone = zone
        self.years = years
    }

    /// Parses RFC 3339 and similar: `2026-11-23T19:00:00.123456+01:00`, `2026-11-23 19:00:00,123`, `2026/11/23
    /// 19:00:00 EST`; local without a zone.
    mutating func iso(_ line: Line, at start: Int) -> LineTime? {
        guard start + 19 <= line.count, let base = line.baseAddress else { return nil }
        let separator = line[start + 10]
        guard separator | 0x20 == UInt8(ascii: "t") || separator == UInt8(ascii: " "),
            let seconds = line.clockSeconds(at: start + 11)
        else { return nil }
        let raw = UnsafeRawPointer(base) + start
        let key = (raw.loadUnaligned(as: UInt64.self), raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self))
        if key != isoKey {
            let dash = line[start + 4]
            guard dash == UInt8(ascii: "-") || dash == UInt8(ascii: "/") || dash == UInt8(ascii: "."),
                line[start + 7] == dash,
                let day = CivilDay.checked(
                    year: line.fourDigits(start), month: line.twoDigits(start + 5), day: line.twoDigits(start + 8))
            else { return nil }
            isoKey = key
            isoDay = day
        }
        return moment(isoDay * 86_400 + seconds, line, start + 19)
    }

    /// Parses `17/May/2015:10:05:03 +0000`, the time of access logs
    /// (https://httpd.apache.org/docs/2.4/mod/mod_log_config.html, `%t`).
    mutating func common(_ line: Line, at start: Int) -> Int64? {
        guard start + 26 <= line.count, let base = line.baseAddress, line[start + 11] == UInt8(ascii: ":"),
            line[start + 20] == UInt8(ascii: " "),
            let seconds = line.clockSeconds(at: start + 12)
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
        guard let offset = line.zoneOffset(at: start + 20), offset.end == start + 26 else { return nil }
        return (commonDay * 86_400 + seconds - offset.seconds) * 1_000_000
    }

    /// Parses `Nov  3 19:00:00` (RFC 3164, 4.1.2), with decimals or not: local, without a year.
    mutating func bsd(_ line: Line, at start: Int) -> LineTime? {
        guard let date = Self.bsdDate(line, at: start), let seconds = line.clockSeconds(at: date.end) else {
            return nil
        }
        var end = date.end + 8
        let fraction = line.fraction(&end)
        guard let day = day(month: date.month, day: date.day) else { return LineTime(time: 0, end: end) }
        return LineTime(time: utc(day * 86_400 + seconds).multipliedClamped(by: 1_000_000) + fraction, end: end)
    }

    /// The date of a line that begins with `Nov  3 ` at `start`, and the index of the time behind it.
    static func bsdDate(_ line: Line, at start: Int) -> (month: Int, day: Int, end: Int)? {
        guard start + 14 <= line.count, line[start + 3] == UInt8(ascii: " "),
            let month = CivilDay.month(line, at: start)
        else { return nil }
        var place = start + (line[start + 4] == UInt8(ascii: " ") ? 5 : 4)
        let first = line.endOfDigits(from: place)
        guard first > place, first <= place + 2, first + 9 <= line.count, line[first] == UInt8(ascii: " ") else {
            return nil
        }
        var day = 0
        while place < first {
            day = day * 10 + Int(line[place] - 48)
            place += 1
        }
        return (1...31).contains(day) ? (month, day, first + 1) : nil
    }

    /// The moment of local seconds since 1970 whose text ends at `end`, with decimals and a zone behind it or not.
    mutating func moment(_ local: Int64, _ line: Line, _ end: Int) -> LineTime {
        var end = end
        let fraction = line.fraction(&end)
        if let offset = line.zoneOffset(at: end) {
            return LineTime(time: (local - offset.seconds) * 1_000_000 + fraction, end: offset.end)
        }
        if end + 3 < line.count {
            let name = line[end] == UInt8(ascii: " ") ? end + 1 : end
            if line[name] &- 65 < 26, let found = ZoneName.offset(line, at: name, local: local - zone.utc(local)) {
                return LineTime(time: (local - found.seconds) * 1_000_000 + fraction, end: found.end)
            }
        }
        return LineTime(time: utc(local).multipliedClamped(by: 1_000_000) + fraction, end: end)
    }

    /// The day, counted from 1970, of a date without a year; `nil` while years are only counted.
    mutating func day(month: Int, day: Int) -> Int64? {
        guard counter == nil else {
            counter?.record(month: month, day: day)
            return nil
        }
        return years.day(month: month, day: day)
    }

    /// Converts local seconds to UTC. Of the two hours where clocks go back, the lines that follow the first are in the
    /// second; a minute's disorder is not taken for it.
    private mutating func utc(_ local: Int64) -> Int64 {
        let (first, second) = zone.moments(local)
        let moment = first != second && first < latestLocal - 60 ? second : first
        if moment > latestLocal || moment < latestLocal - 7200 { latestLocal = moment }
        return moment
    }
}
