import Domain

/// Infers the year of times without one (RFC 3164): the year of the previous line, unless the calendar rolled over.
///
/// A December line before a January one belongs to the previous year. A step back of up to 31 days, also over the end
/// of a year, counts as disorder, not as eleven months without a line. No line is later than the file, or than now.
struct YearInference: Sendable {
    private var year: Int
    /// The previous line's day of the year, with months of 31 days, so that no year is needed.
    private var place: Int?
    private var key: Int = -1
    private var number: Int64 = 0
    /// Moves with the present while a source is followed.
    var newest: Int64
    private var isCounted = false
    /// Whether a line would have been later than the source: the years of a stream can only be guessed.
    private(set) var wasCapped = false

    /// The latest day, counted from 1970, that a source written at a moment may hold: times may be of any zone.
    static func newestDay(writtenAt moment: Timestamp) -> Int64 { (moment.seconds + 14 * 3600) / 86_400 }

    /// - Parameter newest: the latest possible day, see ``newestDay(writtenAt:)``.
    init(newest: Int64) {
        self.newest = newest
        year = CivilDay.date(of: newest).year
    }

    /// For a source whose lines, or the first of them, have been counted.
    init(newest: Int64, _ count: YearRolloverCounter) {
        self.init(newest: newest)
        guard let last = count.last, let latest = count.latest else { return }
        var first = Self.latestYear(last.month, last.day, newest) - last.year
        while CivilDay.number(year: first + latest.year, month: latest.month, day: latest.day) > newest {
            first -= 1
        }
        // 29 February exists only in leap years; eight years hold one, also around 1900 and 2100.
        let leap = (0...8).first { back in
            count.leapYears.allSatisfy { CivilDay.checked(year: first - back + $0, month: 2, day: 29) != nil }
        }
        year = first - (leap ?? 0)
        place = 0
        isCounted = true
    }

    /// The day, counted from 1970, of the next line.
    mutating func day(month: Int, day: Int) -> Int64 {
        let here = month * 31 + day
        if here == key { return number }
        if let place, !isCounted {
            year += Self.step(from: place, to: here)
        } else if !isCounted {
            year = Self.latestYear(month, day, newest)
        }
        isCounted = false
        place = here
        key = here
        number = CivilDay.number(year: year, month: month, day: day)
        if number > newest {
            wasCapped = true
            number = CivilDay.number(year: Self.latestYear(month, day, newest), month: month, day: day)
        }
        return number
    }

    /// The change of year between two days of the year: -1, 0 or 1.
    static func step(from old: Int, to new: Int) -> Int {
        if new < old - 31 { return 1 }
        return new > old + daysOfYear - 31 ? -1 : 0
    }

    /// Twelve months of 31 days.
    private static let daysOfYear = 372

    private static func latestYear(_ month: Int, _ day: Int, _ newest: Int64) -> Int {
        var year = CivilDay.date(of: newest).year + 1
        while CivilDay.number(year: year, month: month, day: day) > newest { year -= 1 }
        if month == 2, day == 29 {
            while CivilDay.checked(year: year, month: 2, day: 29) == nil, year > 4 { year -= 1 }
        }
        return year
    }
}

/// Counts the year ends in a file before it is read, to infer the year of its first line. Years count from that line's.
struct YearRolloverCounter: Sendable {
    typealias Day = (year: Int, month: Int, day: Int)
    private(set) var last: Day?
    private(set) var latest: Day?
    /// The years with a 29 February.
    private(set) var leapYears: Set<Int> = []

    mutating func record(month: Int, day: Int) {
        let place = month * 31 + day
        var year = 0
        if let last {
            guard last.month != month || last.day != day else { return }
            year = last.year + YearInference.step(from: last.month * 31 + last.day, to: place)
        }
        last = (year, month, day)
        if month == 2, day == 29, leapYears.count < 64 { leapYears.insert(year) }
        if let latest, (latest.year, latest.month, latest.day) >= (year, month, day) { return }
        latest = (year, month, day)
    }
}
