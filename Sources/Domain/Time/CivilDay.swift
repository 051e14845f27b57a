/// Days of the proleptic Gregorian calendar, counted from 1970-01-01.
package enum CivilDay {
    /// (Howard Hinnant, https://howardhinnant.github.io/date_algorithms.html#days_from_civil)
    @inlinable package static func number(year: Int, month: Int, day: Int) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int64(era * 146_097 + dayOfEra - 719_468)
    }

    @inlinable package static func date(of number: Int64) -> (year: Int, month: Int, day: Int) {
        let shifted = Int(number) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// `nil` for a day that is not in the calendar, such as 30 February, and for years before 0.
    @inlinable package static func checked(year: Int, month: Int, day: Int) -> Int64? {
        guard (1...12).contains(month), (1...31).contains(day), (0...999_999).contains(year) else { return nil }
        let number = number(year: year, month: month, day: day)
        return day <= 28 || date(of: number).month == month ? number : nil
    }

    /// 28 to 31; `month` from 1 to 12.
    package static func days(inMonth month: Int, of year: Int) -> Int {
        let next = month == 12 ? number(year: year + 1, month: 1, day: 1) : number(year: year, month: month + 1, day: 1)
        return Int(next - number(year: year, month: month, day: 1))
    }

    /// 0 for Sunday to 6 for Saturday. 1970-01-01 was a Thursday.
    package static func weekday(of number: Int64) -> Int {
        let remainder = Int((number % 7 + 4) % 7)
        return remainder < 0 ? remainder + 7 : remainder
    }
}
