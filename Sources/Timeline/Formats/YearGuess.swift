/// The year of times that have none (RFC 3164): that of the line before, unless it would be a step back in the calendar.
///
/// A December line before a January one is of the year before. A few days back are taken for disorder, not for eleven months of silence.
struct YearGuess: Sendable {
    private var year: Int
    /// Where in a year the line before was, in days; months are counted as 31, so that no year is needed for it.
    private var place: Int?
    private var key: Int = -1
    private var number: Int64 = 0
    private let newest: Int64

    /// - Parameter newest: the day, counted from 1970, that no line is later than: when the file was written last.
    init(newest: Int64) {
        self.newest = newest
        year = CivilDay.date(of: newest).year
    }

    /// For a file whose lines step over `wraps` ends of a year, and end on `last`.
    init(newest: Int64, wraps: Int, last: (month: Int, day: Int)) {
        self.init(newest: newest)
        year = latestYear(last.month, last.day) - wraps
        // The first line must find its year even when it is later in the year than the last one.
        place = 0
        isCounted = true
    }

    private var isCounted = false

    /// The day, counted from 1970, of a line behind the ones before.
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

    /// By how many years the calendar moves between two places in a year.
    static func step(from old: Int, to new: Int) -> Int {
        if new < old - 31 { return 1 }
        return new > old + 310 ? -1 : 0
    }

    private func latestYear(_ month: Int, _ day: Int) -> Int {
        var year = CivilDay.date(of: newest).year + 1
        // A day's grace: zones, and clocks that are a little fast.
        while CivilDay.number(year: year, month: month, day: day) > newest + 1 { year -= 1 }
        // 29 February is of a leap year.
        if month == 2, day == 29 { while CivilDay.checked(year: year, month: 2, day: 29) == nil { year -= 1 } }
        return year
    }
}

/// Counts the ends of years in a file before it is read, so that its first line is known to be of the right year.
struct YearCount {
    private(set) var wraps = 0
    private(set) var last: (month: Int, day: Int)?

    mutating func see(month: Int, day: Int) {
        if let last { wraps += YearGuess.step(from: last.month * 31 + last.day, to: month * 31 + day) }
        last = (month, day)
    }
}
