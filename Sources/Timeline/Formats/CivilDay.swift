/// Days of the proleptic Gregorian calendar, counted from 1970-01-01.
enum CivilDay {
    /// (Howard Hinnant, https://howardhinnant.github.io/date_algorithms.html#days_from_civil)
    static func number(year: Int, month: Int, day: Int) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int64(era * 146_097 + dayOfEra - 719_468)
    }

    static func date(of number: Int64) -> (year: Int, month: Int, day: Int) {
        let shifted = Int(number) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// `nil` for a day that is not in the calendar, such as 30 February.
    static func checked(year: Int, month: Int, day: Int) -> Int64? {
        guard (1...12).contains(month), (1...31).contains(day), year >= 0 else { return nil }
        let number = number(year: year, month: month, day: day)
        return day <= 28 || date(of: number).month == month ? number : nil
    }

    /// The month, 1 to 12, of an English abbreviation (`Jan`) at `index`, else `nil`.
    static func month(_ line: Line, at index: Int) -> Int? {
        guard index + 3 <= line.count else { return nil }
        let word = UInt32(line[index]) << 16 | UInt32(line[index + 1]) << 8 | UInt32(line[index + 2])
        return months.firstIndex(of: word).map { $0 + 1 }
    }

    private static let months: [UInt32] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ].map { name in
        name.utf8.reduce(0) { $0 << 8 | UInt32($1) }
    }
}
