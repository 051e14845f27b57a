import Domain

/// Turns the pieces of a sentence into tokens: the longest known phrases first. A word may have several meanings, so
/// there can be several readings.
struct TextReader {
    struct Vocabulary: Sendable {
        let phrases: [String: [TextToken.Symbol]]
        let fillers: Set<String>
        let numbers: [String: Int]
        let months: [String]
        let percent: Set<String>
        let dollars: Set<String>
        let hours: Set<String>
        let days: Set<String>
        let longest: Int

        static func of(_ language: Language) -> Vocabulary { language == .french ? french : english }

        private static let english = Vocabulary(
            EnglishPhrases.all, EnglishPhrases.fillers, EnglishPhrases.numbers, EnglishPhrases.months,
            EnglishPhrases.percent, EnglishPhrases.dollars, EnglishPhrases.hours, EnglishPhrases.days)
        private static let french = Vocabulary(
            FrenchPhrases.all, FrenchPhrases.fillers, FrenchPhrases.numbers, FrenchPhrases.months,
            FrenchPhrases.percent, FrenchPhrases.dollars, FrenchPhrases.hours, FrenchPhrases.days)

        private init(
            _ all: [(TextToken.Symbol, [String])], _ fillers: Set<String>, _ numbers: [String: Int],
            _ months: [String], _ percent: [String], _ dollars: [String], _ hours: Set<String>, _ days: Set<String>
        ) {
            var phrases: [String: [TextToken.Symbol]] = [:]
            for (symbol, texts) in all { for text in texts { phrases[text, default: []].append(symbol) } }
            self.phrases = phrases
            (self.fillers, self.numbers, self.months) = (fillers, numbers, months)
            (self.percent, self.dollars, self.hours, self.days) = (Set(percent), Set(dollars), hours, days)
            longest = phrases.keys.map { $0.split(separator: " ").count }.max() ?? 1
        }
    }

    /// The meanings of a part of the text: one of them, or nothing where it is a filler.
    final class Choice: Sendable {
        let tokens: [TextToken]
        let mayBeLeftOut: Bool
        /// What stood before a hedge.
        let before: Choice?

        init(tokens: [TextToken], mayBeLeftOut: Bool, before: Choice? = nil) {
            (self.tokens, self.mayBeLeftOut, self.before) = (tokens, mayBeLeftOut, before)
        }
    }

    private let vocabulary: Vocabulary
    private let quotes: Set<String>
    private let pieces: [TextLexer.Piece]

    init(_ pieces: [TextLexer.Piece], _ language: Language, quotes: [Quote]) {
        vocabulary = .of(language)
        self.pieces = pieces
        self.quotes = Set(quotes.map { $0.rawValue.lowercased() })
    }

    /// - Throws: ``TextLexer/Refusal`` for an unknown word.
    func choices() throws(TextLexer.Refusal) -> [Choice] {
        var choices: [Choice] = []
        var index = 0
        while index < pieces.count {
            if let (token, end) = number(at: index) {
                // "the last 3 hours": the facts know of none such.
                if index > 0, ["last", "past", "dernières", "derniers"].contains(word(index - 1)),
                    [.hours, .days, .count].contains(token.symbol), !token.isTime,
                    token.symbol != .count || token.value != 24
                {
                    throw TextLexer.Refusal(reason: "'\(token.text)' is not the time of the facts")
                }
                choices.append(Choice(tokens: [token], mayBeLeftOut: false))
                index = end
                continue
            }
            switch pieces[index] {
            case .punctuation(let mark):
                let token: TextToken? =
                    switch mark {
                    case ",": TextToken(.comma, ",")
                    case ":": TextToken(.colon, ":")
                    case ";", "–", "—": TextToken(.comma, String(mark))
                    case "(": TextToken(.open, "(")
                    case ")": TextToken(.close, ")")
                    default: nil
                    }
                if let token {
                    choices.append(Choice(tokens: [token], mayBeLeftOut: false))
                } else if mark != "-" {
                    throw TextLexer.Refusal(reason: "'\(mark)' is not expected")
                }
                index += 1
            case .word, .number:
                let (choice, end) = try phrase(at: index)
                if let choice { choices.append(choice) }
                index = end
            }
        }
        return choices
    }

    private func word(_ index: Int) -> String? {
        guard index < pieces.count, case .word(let word) = pieces[index] else { return nil }
        return word
    }

    /// Words and hyphens from `index` on, joined as the vocabulary has them.
    private func words(from index: Int, count: Int) -> (String, end: Int)? {
        var (text, at) = ("", index)
        for _ in 0..<count {
            guard let next = word(at) else { return nil }
            text += (text.isEmpty || text.hasSuffix("-") ? "" : " ") + next
            at += 1
            if at + 1 < pieces.count, pieces[at] == .punctuation("-"), self.word(at + 1) != nil {
                text += "-"
                at += 1
            }
        }
        return text.hasSuffix("-") ? nil : (text, at)
    }

    private func phrase(at index: Int) throws(TextLexer.Refusal) -> (Choice?, end: Int) {
        for count in (1...vocabulary.longest).reversed() {
            guard let (text, end) = words(from: index, count: count) else { continue }
            if let symbols = vocabulary.phrases[text] {
                return (
                    Choice(
                        tokens: symbols.map { TextToken($0, text) }, mayBeLeftOut: vocabulary.fillers.contains(text)),
                    end
                )
            }
            if vocabulary.fillers.contains(text) || quotes.contains(text) { return (nil, end) }
        }
        let text = word(index) ?? ""
        throw TextLexer.Refusal(reason: "'\(text)' is not a word that the facts can support")
    }

    /// A number with its unit, in digits or words.
    private func number(at index: Int) -> (TextToken, end: Int)? {
        if case .number(let value, let decimals, let sign, let unit, let text) = pieces[index] {
            var token = TextToken(.count, text)
            (token.value, token.decimals, token.sign) = (value, decimals, sign)
            switch unit {
            case "%": token.symbol = .percent
            case ":": return moment(token, at: index + 1, hasTime: true)
            case "": return withUnit(token, after: index + 1)
            default:
                token.symbol = .amount
                token.quote = Quote(rawValue: unit)
                // "$67,012 USD"
                if word(index + 1) == unit.lowercased() { return (token, index + 2) }
            }
            return (token, index + 1)
        }
        // "USD 67,012"
        if let code = word(index), quotes.contains(code), index + 1 < pieces.count,
            case .number(let value, let decimals, let sign, "", let text) = pieces[index + 1]
        {
            var token = TextToken(.amount, text)
            (token.value, token.decimals, token.sign) = (value, decimals, sign)
            token.quote = Quote(rawValue: code.uppercased())
            return (token, index + 2)
        }
        for count in [3, 2, 1] {
            guard let (text, end) = words(from: index, count: count), let value = vocabulary.numbers[text] else {
                continue
            }
            var token = TextToken(.count, text)
            token.value = Double(value)
            guard let (found, after) = withUnit(token, after: end) else { continue }
            // "one" and "un" are numbers only before a unit.
            if found.symbol == .count, value == 1 { continue }
            return (found, after)
        }
        return nil
    }

    private func withUnit(_ number: TextToken, after index: Int) -> (TextToken, end: Int)? {
        var token = number
        var at = index
        // "24-hour", « 24 dernières heures »
        while at < pieces.count, pieces[at] == .punctuation("-") || ["dernières", "derniers"].contains(word(at)) {
            at += 1
        }
        if let name = word(at) {
            if vocabulary.hours.contains(name) {
                if word(at + 1) == "utc" {
                    token.value *= 60
                    return moment(token, at: at + 1, hasTime: true)
                }
                token.symbol = .hours
                return (token, at + 1)
            }
            if vocabulary.days.contains(name) {
                token.symbol = .days
                return (token, at + 1)
            }
            if vocabulary.months.contains(name) { return moment(token, at: at, hasTime: false) }
        }
        for count in [2, 1] {
            guard let (text, end) = words(from: index, count: count) else { continue }
            if vocabulary.percent.contains(text) {
                token.symbol = .percent
                return (token, end)
            }
            if vocabulary.dollars.contains(text) || quotes.contains(text) {
                token.symbol = .amount
                token.quote = vocabulary.dollars.contains(text) ? .usd : Quote(rawValue: text.uppercased())
                return (token, end)
            }
        }
        return (token, index)
    }

    /// A time of day with UTC and a date, in either order: `14:00 UTC on 26 November`, « 26 novembre à 14 h UTC ». Its
    /// value is the minute of the day, and `decimals` the month times 100 and the day.
    private func moment(_ start: TextToken, at index: Int, hasTime: Bool) -> (TextToken, end: Int)? {
        var token = TextToken(.moment, start.text)
        if hasTime {
            guard word(index) == "utc" else { return nil }
            token.value = start.value
            var at = index + 1
            while ["on", "le"].contains(word(at)) { at += 1 }
            if at < pieces.count, case .number(let day, 0, 0, "", _) = pieces[at], let name = word(at + 1),
                let month = vocabulary.months.firstIndex(of: name)
            {
                token.decimals = (month + 1) * 100 + Int(min(99, day))
                return (token, at + 2)
            }
            return (token, index + 1)
        }
        guard let name = word(index), let month = vocabulary.months.firstIndex(of: name) else { return nil }
        token.decimals = (month + 1) * 100 + Int(min(99, start.value))
        var at = index + 1
        while ["at", "à"].contains(word(at)) { at += 1 }
        guard at + 1 < pieces.count, case .number(let time, 0, 0, let unit, _) = pieces[at] else { return nil }
        if unit == ":", word(at + 1) == "utc" {
            token.value = time
            return (token, at + 2)
        }
        guard unit.isEmpty, let hour = word(at + 1), vocabulary.hours.contains(hour), word(at + 2) == "utc" else {
            return nil
        }
        token.value = time * 60
        return (token, at + 3)
    }
}
