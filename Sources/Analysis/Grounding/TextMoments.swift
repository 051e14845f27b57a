import Domain

/// Moments: a time of day, a date, or both.
extension TextReader {
    /// A time of day with UTC and a date, in either order, or one of them: `14:00 UTC on 26 November`,
    /// « 26 novembre 2026 à 14 h UTC ». Its value is the minute of the day, -1 without a time, and `decimals` the month
    /// times 100 and the day, 0 without a date.
    func moment(at index: Int) -> (TextToken, end: Int)? {
        var token = TextToken(.moment, text(of: index))
        if let (minute, end) = time(at: index) {
            token.value = minute
            var at = end
            while let next = piece(at), Self.beforeDates.contains(next) { at += 1 }
            guard let date = date(at: at) else { return (token, end) }
            (token.decimals, token.year) = (date.day, date.year)
            return (token, date.end)
        }
        guard let date = date(at: index) else { return nil }
        (token.value, token.decimals, token.year) = (-1, date.day, date.year)
        var at = date.end
        while let next = piece(at), Self.beforeTimes.contains(next) { at += 1 }
        guard let (minute, end) = time(at: at) else { return (token, date.end) }
        token.value = minute
        return (token, end)
    }

    private static let beforeDates: Set<TextLexer.Piece> = [
        .word("on"), .word("le"), .word("of"), .word("du"), .punctuation(","),
    ]
    private static let beforeTimes: Set<TextLexer.Piece> = [.word("at"), .word("à"), .punctuation(",")]

    private func piece(_ index: Int) -> TextLexer.Piece? {
        index >= 0 && index < pieces.count ? pieces[index] : nil
    }

    private func text(of index: Int) -> String {
        if case .number(_, _, _, _, let text)? = piece(index) { return text }
        return word(index) ?? ""
    }

    /// `09:00 UTC`, « 9 h UTC », « 9 h 30 UTC », as the minute of the day.
    private func time(at index: Int) -> (minute: Double, end: Int)? {
        guard case .number(let value, 0, 0, let unit, _)? = piece(index) else { return nil }
        if unit == ":" { return zone(at: index + 1).map { (value, $0) } }
        guard unit.isEmpty, let name = word(index + 1), vocabulary.hours.contains(name), value < 24 else { return nil }
        if case .number(let minutes, 0, 0, "", _)? = piece(index + 2), minutes < 60 {
            return zone(at: index + 3).map { (value * 60 + minutes, $0) }
        }
        return zone(at: index + 2).map { (value * 60, $0) }
    }

    /// Behind "UTC", which a time of day must have.
    private func zone(at index: Int) -> Int? {
        if ["utc", "gmt"].contains(word(index)) { return index + 1 }
        let isInBrackets =
            piece(index) == .punctuation("(") && word(index + 1) == "utc" && piece(index + 2) == .punctuation(")")
        return isInBrackets ? index + 3 : nil
    }

    /// `22 November 2026`, "November 22, 2026", with or without the year.
    private func date(at index: Int) -> (day: Int, year: Int, end: Int)? {
        func day(_ at: Int) -> Int? {
            guard case .number(let day, 0, 0, "", _)? = piece(at), (1...31).contains(day) else { return nil }
            return Int(day)
        }
        func month(_ at: Int) -> Int? {
            word(at).flatMap { vocabulary.months.firstIndex(of: $0) }.map { $0 + 1 }
        }
        let number: Int
        if let day = day(index), let month = month(index + 1) {
            number = month * 100 + day
        } else if language == .english, let month = month(index), let day = day(index + 1) {
            number = month * 100 + day
        } else {
            return nil
        }
        let at = piece(index + 2) == .punctuation(",") ? index + 3 : index + 2
        if case .number(let year, 0, 0, "", let text)? = piece(at), text.count == 4, (1900...2200).contains(year) {
            return (number, Int(year), at + 1)
        }
        return (number, 0, index + 2)
    }
}
