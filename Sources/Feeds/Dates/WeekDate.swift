import Domain

/// ISO 8601's week dates: `2026-W01-4`, `2026W014`, `2026-W01` (its Monday).
enum WeekDate {
    static func parse(_ text: Substring) -> CivilTime? {
        let digits = text.filter { $0 != "-" }
        guard digits.count == 7 || digits.count == 8, digits.dropFirst(4).first.map({ $0 == "W" || $0 == "w" }) == true,
            let year = number(digits.prefix(4)), let week = number(digits.dropFirst(5).prefix(2)),
            let day = digits.count == 8 ? number(digits.suffix(1)) : 1,
            (1...53).contains(week), (1...7).contains(day), (1...9998).contains(year)
        else { return nil }
        // The first week is that of 4 January.
        let fourth = CivilDay.number(year: year, month: 1, day: 4)
        let weekday = (CivilDay.weekday(of: fourth) + 6) % 7
        let date = CivilDay.date(of: fourth - Int64(weekday) + Int64((week - 1) * 7 + day - 1))
        return CivilTime(year: date.year, month: date.month, day: date.day)
    }

    private static func number(_ text: some StringProtocol) -> Int? {
        text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
    }
}

/// Dates with the day first: `31.12.2026`, and `31/12/2026` where no month has that number. The American order is
/// understood by the same rule; what could be both is no date.
enum DayFirstDate {
    static func parse(_ text: Substring) -> CivilTime? {
        let separator: Character = text.contains(".") ? "." : text.contains("/") ? "/" : "-"
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == 3, (1...2).contains(parts[0].count), (1...2).contains(parts[1].count),
            parts[2].count == 4 || (parts[2].count == 2 && separator == "."),
            parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let first = Int(parts[0]), let second = Int(parts[1]), let year = CivilTime.year(parts[2])
        else { return nil }
        if separator == "." || first > 12 || first == second {
            return CivilTime(year: year, month: second, day: first)
        }
        return second > 12 ? CivilTime(year: year, month: first, day: second) : nil
    }
}
