import Domain

/// Infers the year of times without one (RFC 3164): the year of the previous line, unless the calendar rolled over.
///
/// A December line before a January one belongs to the previous year. A step back of up to 31 days counts as disorder,
/// not as eleven months without a line.
struct YearInference: Sendable {
    private var year: Int
    /// The previous line's day of the year, with months of 31 days, so that no year is needed.
    private var place: Int?
    private var key: Int = -1
    private var number: Int64 = 0
    private let newest: Int64

    /// - Parameter newest: the latest possible day, counted from 1970: when the file was last written.
    init(newest: Int64) {
        self.newest = newest
        year = CivilDay.date(of: newest).year
    }

    /// For a file whose lines cross `rollovers` year ends, and whose last line is of day `last`.
    init(newest: Int64, rollovers: Int, last: (month: Int, day: Int)) {
        self.init(newest: newest)
        year = latestYear(last.month, last.day) - rollovers
        // The first line's year is known even when it is later in the year than the last one.
        place = 0
        isCounted = true
    }

    private var isCounted = false

    /// The day, counted from 1970, of the next line.
    mutating func day(month: Int, day: Int) -> Int64 {
        let here = month * 31 + day
        if here == key { return number }
        if let place, !isCounted {
            year += Self.step(from: place, to: here)
        } else if !isCounted {
            year = latestYear(month, day)
        }
        isCounted = false
        place = here
        key = here
        number = CivilDay.number(year: year, month: month, day: day)
        return number
    }

    /// The change of year between two days of the year: -1, 0 or 1.
    static func step(from old: Int, to new: Int) -> Int {
        if new < old - 31 { return 1 }
        return new > old + 310 ? -1 : 0
    }

    private func latestYear(_ month: Int, _ day: Int) -> Int {
        var year = CivilDay.date(of: newest).year + 1
        // One day of tolerance for time zones and fast clocks.
        while CivilDay.number(year: year, month: month, day: day) > newest + 1 { year -= 1 }
        // 29 February exists only in leap years.
        if month == 2, day == 29 { while CivilDay.checked(year: year, month: 2, day: 29) == nil { year -= 1 } }
        return year
    }
}

/// Counts the year ends in a file before it is read, to infer the year of its first line.
struct YearRolloverCounter {
    private(set) var rollovers = 0
    private(set) var last: (month: Int, day: Int)?

    mutating func record(month: Int, day: Int) {
        if let last { rollovers += YearInference.step(from: last.month * 31 + last.day, to: month * 31 + day) }
        last = (month, day)
    }
}
