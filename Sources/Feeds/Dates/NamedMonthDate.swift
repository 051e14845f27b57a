/// Dates with the name of a month: RFC 822, RFC 850, asctime, and informal ones, with their parts in any order.
enum NamedMonthDate {
    static func parse(_ text: String) -> CivilTime? {
        var parts = Parts()
        for (index, word) in words(of: text).enumerated() {
            guard parts.take(word, isFirst: index == 0) else { return nil }
        }
        return parts.civil
    }

    /// Splits at spaces and commas, without comments in parentheses; `16-Dec-2012` gives three words.
    private static func words(of text: String) -> [Substring] {
        var depth = 0
        let plain = text.filter { character in
            if character == "(" { depth += 1 }
            defer { if character == ")" { depth = max(0, depth - 1) } }
            return depth == 0 && character != ")"
        }
        return plain.split { $0 == " " || $0 == "," }.flatMap { word -> [Substring] in
            let parts = word.split(separator: "-")
            return parts.count == 3 && parts[1].first?.isLetter == true ? parts : [word]
        }
    }

    private struct Parts {
        private var year: Int?
        private var month: Int?
        private var day: Int?
        private var clock: ClockTime?
        private var noon: ClockTime.Noon?
        private var offset: Int?
        /// Whether the first word may be a month or a weekday ("mar." is both in French): a later month replaces it.
        private var isMonthDoubtful = false

        /// Words between the parts, also "hour" and "year".
        private static let fillers: Set<String> = [
            "at", "of", "on", "the", "à", "de", "le", "um", "den", "der", "am", "uhr", "el", "la", "las", "a", "del",
            "día", "às", "as", "do", "il", "alle", "ore", "ora", "dia", "o", "в", "г", "г.", "года", "-", "–", "—", "|",
            "·", "@", "h", "hs", "hrs",
        ]

        /// `false` for a word that is not part of a date, or a repeated part.
        mutating func take(_ word: Substring, isFirst: Bool) -> Bool {
            if let number = number(word) { return take(number: number) }
            if word.first?.isNumber == true, word.contains(":") || Self.isHour(word) {
                return take(time: word)
            }
            if word.contains("/"), let date = NumericDate.day(word) { return take(date: date) }
            if let month = MonthName.number(word) { return take(month: month, isFirst: isFirst) }
            if clock != nil, let noon = ClockTime.Noon(rawValue: word.lowercased().filter { $0 != "." }) {
                return set(&self.noon, noon)
            }
            // Before the zones: `AT` is Atlantic time, "at" is not.
            if Self.fillers.contains(String(word)) || Self.fillers.contains(word.lowercased()) && word != "AT" {
                return true
            }
            if let noon = ClockTime.Noon(rawValue: word.lowercased().filter { $0 != "." }) {
                return set(&self.noon, noon)
            }
            if let offset = TimeZoneName.offset(word) { return set(&self.offset, offset) }
            // A weekday in any language is ignored.
            return isFirst && word.allSatisfy { $0.isLetter || $0 == "." || $0 == "-" }
        }

        /// `10h30`, `10h`.
        private static func isHour(_ word: Substring) -> Bool {
            word.count <= 5 && ClockTime(word) != nil && word.contains { $0 == "h" || $0 == "H" }
        }

        var civil: CivilTime? {
            guard let year, let month, let day else { return nil }
            var civil = CivilTime(year: year, month: month, day: day, clock: clock ?? ClockTime(), offset: offset ?? 0)
            if let noon {
                guard let later = clock?.after(noon) else { return nil }
                civil.clock = later
            }
            return civil
        }

        /// A number, also an ordinal such as `1st` or `2nd`.
        private func number(_ word: Substring) -> Substring? {
            let digits = word.prefix { $0.isASCII && $0.isNumber }
            return !digits.isEmpty
                && ["", "st", "nd", "rd", "th", "er", ".", "º", "ª", "°", "e", "re"].contains(
                    word.dropFirst(digits.count).lowercased())
                ? digits : nil
        }

        private mutating func take(number: Substring) -> Bool {
            if day == nil, number.count <= 2 { return set(&day, Int(number)) }
            return set(&year, CivilTime.year(number))
        }

        private mutating func take(time word: Substring) -> Bool {
            if Self.isHour(word) { return set(&clock, ClockTime(word)) }
            let time = word.prefix { ($0.isASCII && $0.isNumber) || ":.".contains($0) }
            guard set(&clock, ClockTime(time)) else { return false }
            let rest = word.dropFirst(time.count)
            return rest.isEmpty || (rest.first?.isNumber == false && take(rest, isFirst: false))
        }

        private mutating func take(date: CivilTime) -> Bool {
            set(&year, date.year) && set(&month, date.month) && set(&day, date.day)
        }

        private mutating func take(month: Int, isFirst: Bool) -> Bool {
            if isMonthDoubtful { self.month = nil }
            isMonthDoubtful = isFirst
            return set(&self.month, month)
        }

        private func set<Value>(_ place: inout Value?, _ value: Value?) -> Bool {
            guard place == nil, let value else { return false }
            place = value
            return true
        }
    }
}
