import Domain

/// Dates that begin with the year: ISO 8601, RFC 3339, the W3C's profile, and `2006/09/15 08:19:53 EDT`.
enum NumericDate {
    static func parse(_ text: String) -> CivilTime? {
        let split = splitPoint(of: text)
        guard var civil = day(text[..<split]) ?? WeekDate.parse(text[..<split]) ?? DayFirstDate.parse(text[..<split])
        else { return nil }
        var rest = text[split...].drop { " Tt,-–—|".contains($0) }
        guard !rest.isEmpty else { return civil }

        var noon = takeNoon(&rest)
        let time = rest.prefix { ($0.isASCII && $0.isNumber) || ":.,hH".contains($0) }
        rest = rest.dropFirst(time.count).drop { $0 == " " }
        if noon == nil { noon = takeNoon(&rest) }
        guard var clock = ClockTime(time) else { return nil }
        if let noon {
            guard let later = clock.after(noon) else { return nil }
            clock = later
        }
        civil.clock = clock
        if !rest.isEmpty {
            guard let offset = TimeZoneName.offset(rest) else { return nil }
            civil.offset = offset
        }
        return civil
    }

    /// The end of the date: a space, or a `T` between digits.
    private static func splitPoint(of text: String) -> String.Index {
        var previous: Character = " "
        for index in text.indices {
            let character = text[index]
            if character == " " || character == "," || ((character == "T" || character == "t") && previous.isNumber) {
                return index
            }
            previous = character
        }
        return text.endIndex
    }

    private static func takeNoon(_ text: inout Substring) -> ClockTime.Noon? {
        guard let noon = ClockTime.Noon(rawValue: text.prefix(2).lowercased()),
            text.dropFirst(2).first?.isLetter != true
        else { return nil }
        text = text.dropFirst(2).drop { $0 == " " }
        return noon
    }

    /// `2003-12-31`, `2003/12/31`, `2003-12`, `2003`, `20031231`, `2003-365`, and ISO 8601's short forms `031231`,
    /// `03-12-31`, `-0312`, `-03-12`, `03335`.
    static func day(_ text: Substring) -> CivilTime? {
        var parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 1 {
            let dated = text.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "." }
            if dated.count == 3, dated[0].count == 4 { parts = dated }
        }
        // A leading hyphen replaces the century.
        let lacksCentury = parts.count > 1 && parts[0].isEmpty
        if lacksCentury { parts.removeFirst() }
        if parts.count == 1 {
            guard let digits = parts.first, digits.allSatisfy({ $0.isASCII && $0.isNumber }),
                let widths = widths(digits.count, lacksCentury)
            else {
                return nil
            }
            parts = cut(digits, into: widths)
        }
        guard let first = parts.first, first.count == 2 || first.count == 4, let year = CivilTime.year(first) else {
            return nil
        }
        guard !lacksCentury || first.count == 2 else { return nil }
        switch parts.count {
        case 1: return CivilTime(year: year)
        case 2 where parts[1].count == 3: return ordinal(parts[1], of: year)
        case 2: return month(parts[1]).map { CivilTime(year: year, month: $0) }
        case 3:
            guard let month = month(parts[1]), let day = number(parts[2], upTo: 2) else { return nil }
            return CivilTime(year: year, month: month, day: day)
        default: return nil
        }
    }

    /// The widths of year, month and day, or of year and day of the year, in a number without separators.
    private static func widths(_ count: Int, _ lacksCentury: Bool) -> [Int]? {
        lacksCentury
            ? (count == 4 ? [2, 2] : nil) : [4: [4], 5: [2, 3], 6: [2, 2, 2], 7: [4, 3], 8: [4, 2, 2]][count]
    }

    private static func cut(_ digits: Substring, into widths: [Int]) -> [Substring] {
        var rest = digits
        return widths.map { width in
            defer { rest = rest.dropFirst(width) }
            return rest.prefix(width)
        }
    }

    private static func ordinal(_ text: Substring, of year: Int) -> CivilTime? {
        guard var day = number(text, upTo: 3) else { return nil }
        for month in 1...12 {
            let days = CivilDay.days(inMonth: month, of: year)
            if day <= days { return CivilTime(year: year, month: month, day: day) }
            day -= days
        }
        return nil
    }

    private static func month(_ text: Substring) -> Int? { number(text, upTo: 3) ?? MonthName.number(text) }

    private static func number(_ text: Substring, upTo count: Int) -> Int? {
        (1...count).contains(text.count) && text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
    }
}
