import Domain

/// Splits a text into words, numbers and punctuation, strictly: what it does not know is a reason to refuse.
struct TextLexer {
    enum Piece: Hashable {
        case word(String)
        /// `unit`: `%`, a currency, `:` for a time of day, or nothing.
        case number(value: Double, decimals: Int, sign: Int, unit: String, text: String)
        case punctuation(Character)
    }

    struct Refusal: Error { let reason: String }

    private let text: [Character]
    private let language: Language
    private var position = 0
    private var pieces: [Piece] = []

    /// - Throws: ``Refusal`` at a character or a number that is not of the language.
    static func pieces(_ text: String, _ language: Language) throws(Refusal) -> [Piece] {
        var lexer = TextLexer(text, language)
        try lexer.run()
        return lexer.pieces
    }

    private init(_ text: String, _ language: Language) {
        self.text = Array(text)
        self.language = language
    }

    private static let spaces: Set<Character> = [" ", "\u{A0}", "\u{202F}", "\u{2009}"]
    private static let marks: Set<Character> = [
        ".", ",", ";", ":", "!", "?", "(", ")", "–", "—", "-", "·", "•", "=",
    ]
    /// Signs that stand for words.
    private static let arrows: [Character: [String]] = [
        "~": ["about", "environ"], "≈": ["about", "environ"],
        "▲": ["up", "hausse"], "↑": ["up", "hausse"], "▼": ["down", "baisse"], "↓": ["down", "baisse"],
    ]
    private static let currencies: [Character: String] = ["$": "USD", "€": "EUR"]

    private mutating func run() throws(Refusal) {
        while position < text.count {
            let character = text[position]
            if Self.spaces.contains(character) {
                position += 1
            } else if isDigit(position) || isSignedNumber || isCurrencyBefore {
                try number()
            } else if isLetter(character) {
                word()
            } else if let arrow = Self.arrows[character] {
                pieces.append(.word(arrow[language == .french ? 1 : 0]))
                position += 1
            } else if Self.marks.contains(character) || isSeparator {
                pieces.append(.punctuation(character))
                position += 1
            } else {
                let code =
                    character.unicodeScalars.first.map { String($0.value, radix: 16, uppercase: true) } ?? ""
                throw Refusal(reason: "character U+\(code) is not allowed")
            }
        }
    }

    /// `/` and `|`: between two spaces, in `21/24`, and in the name of a market.
    private var isSeparator: Bool {
        guard "/|".contains(text[position]), position > 0, position + 1 < text.count else {
            return false
        }
        let (before, after) = (text[position - 1], text[position + 1])
        if Self.spaces.contains(before), Self.spaces.contains(after) { return true }
        guard text[position] == "/" else { return false }
        return isDigit(position - 1) && text[position...].dropFirst().prefix(2) == ["2", "4"]
            && !isDigit(position + 3)
            || isLetter(before) && isLetter(after)
    }

    private func isDigit(_ index: Int) -> Bool {
        index < text.count && ("0"..."9").contains(text[index])
    }

    /// Latin letters with the accents of French.
    private func isLetter(_ character: Character) -> Bool {
        ("a"..."z").contains(character) || ("A"..."Z").contains(character)
            || "àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ".contains(character)
    }

    private var isSignedNumber: Bool {
        "+-\u{2212}".contains(text[position]) && (isDigit(position + 1) || isCurrency(position + 1))
            && (position == 0 || Self.spaces.contains(text[position - 1]) || text[position - 1] == "(")
    }

    private func isCurrency(_ index: Int) -> Bool {
        index < text.count && Self.currencies[text[index]] != nil
    }

    private var isCurrencyBefore: Bool { isCurrency(position) && isDigit(position + 1) }

    private mutating func word() {
        let start = position
        while position < text.count, isLetter(text[position]) { position += 1 }
        var word = String(text[start..<position]).lowercased()
        // French elision, and the English genitive.
        if position < text.count, "'’".contains(text[position]) {
            if language == .french {
                word += "'"
                position += 1
            } else if position + 1 < text.count, text[position + 1] == "s" {
                pieces.append(.word(word))
                word = "'s"
                position += 2
            } else if word.hasSuffix("n"), position + 1 < text.count, text[position + 1] == "t",
                position + 2 == text.count || !isLetter(text[position + 2])
            {
                // "isn't", "can't"
                pieces.append(.word(word == "can" ? word : String(word.dropLast())))
                word = "not"
                position += 2
            }
        }
        pieces.append(.word(word))
        // "vs. 2.4%"
        if ["vs", "approx", "env", "ca"].contains(word), position < text.count, text[position] == "." {
            position += 1
        }
    }

    private mutating func number() throws(Refusal) {
        let start = position
        var (sign, unit) = (0, "")
        if "+-\u{2212}".contains(text[position]) {
            sign = text[position] == "+" ? 1 : -1
            position += 1
        }
        if let currency = position < text.count ? Self.currencies[text[position]] : nil {
            unit = currency
            position += 1
        }
        let (digits, decimals) = try digits()
        // 14:00
        if unit.isEmpty, position + 2 < text.count, text[position] == ":", isDigit(position + 1),
            isDigit(position + 2),
            !isDigit(position + 3), digits.count <= 2, decimals == 0
        {
            let minutes = Double(String(text[position + 1...position + 2])) ?? 0
            position += 3
            let hour = Double(digits) ?? 0
            pieces.append(
                .number(
                    value: (halfOfDay()?.hour(hour) ?? hour) * 60 + minutes, decimals: 0, sign: sign, unit: ":",
                    text: String(text[start..<position])))
            return
        }
        // "9 a.m. UTC"
        if unit.isEmpty, decimals == 0, let hour = Double(digits), (1...12).contains(hour), let half = halfOfDay() {
            pieces.append(
                .number(
                    value: (half.hour(hour) ?? hour) * 60, decimals: 0, sign: sign, unit: ":",
                    text: String(text[start..<position])))
            return
        }
        if unit.isEmpty { unit = unitAfter() }
        try requireOneMeaning(digits, unit: unit, decimals: decimals)
        // « 1er mai »
        if language == .french, digits == "1", position + 1 < text.count, text[position] == "e",
            text[position + 1] == "r"
        {
            position += 2
        }
        // "67k", "1.2.3", "3rd"
        if position < text.count, isDigit(position) || (isLetter(text[position]) && !isUnitLetter) {
            throw foreignNumber(from: start)
        }
        guard let value = Double(digits) else { throw Refusal(reason: "'\(digits)' is not a number") }
        pieces.append(
            .number(
                value: value, decimals: decimals, sign: sign, unit: unit,
                text: String(text[start..<position])))
    }

    private enum HalfOfDay {
        case morning, afternoon

        /// The hour of the day of one on the clock; `nil` where the clock has none such.
        func hour(_ hour: Double) -> Double? {
            guard (1...12).contains(hour) else { return nil }
            return hour.truncatingRemainder(dividingBy: 12) + (self == .morning ? 0 : 12)
        }
    }

    /// Reads "a.m." or "pm" behind a number.
    private mutating func halfOfDay() -> HalfOfDay? {
        guard language == .english else { return nil }
        var at = position
        if at < text.count, Self.spaces.contains(text[at]) { at += 1 }
        let rest = String(text[at..<min(text.count, at + 4)]).lowercased()
        guard let form = ["a.m.", "p.m.", "am", "pm"].first(where: { rest.hasPrefix($0) }) else { return nil }
        let end = at + form.count
        guard end >= text.count || !isLetter(text[end]) else { return nil }
        position = end
        return form.hasPrefix("a") ? .morning : .afternoon
    }

    /// `24h`, `7d`
    private var isUnitLetter: Bool {
        "hdjHx".contains(text[position])
            && (position + 1 == text.count || !isLetter(text[position + 1]))
    }

    private mutating func unitAfter() -> String {
        let next =
            position < text.count && Self.spaces.contains(text[position]) ? position + 1 : position
        guard next < text.count else { return "" }
        if text[next] == "%" {
            position = next + 1
            return "%"
        }
        if let currency = Self.currencies[text[next]], !isDigit(next + 1) {
            position = next + 1
            return currency
        }
        return ""
    }

    /// A number that is written in another way than the language has it, as a whole.
    private func foreignNumber(from start: Int) -> Refusal {
        var end = start
        while end < text.count, !Self.spaces.contains(text[end]), !"()!?:;".contains(text[end]) { end += 1 }
        while end > start + 1, ".,".contains(text[end - 1]) { end -= 1 }
        let number = String(text[start..<min(end, start + 30)])
        return Refusal(
            reason: "'\(number)' is not written as numbers are in \(language == .french ? "French" : "English")")
    }

    /// `1,234 $` in French, `$1.234` in English: one thousand and more to some readers, and one and a bit to others. No
    /// price is written with three decimals.
    private func requireOneMeaning(_ number: String, unit: String, decimals: Int) throws(Refusal) {
        guard decimals == 3, unit.isEmpty || Self.currencies.values.contains(unit), !number.hasPrefix("0"),
            number.prefix(while: \.isNumber).count <= 3, number.count <= 7
        else { return }
        let written = number.replacing(".", with: language == .french ? "," : ".")
        throw Refusal(
            reason: language == .french
                ? "'\(written)' is ambiguous: in French a comma begins the decimals, and spaces separate thousands"
                : "'\(written)' is ambiguous: in English a point begins the decimals, and commas separate thousands")
    }

    /// Digits with the separators of the language, as a decimal number.
    private mutating func digits() throws(Refusal) -> (String, decimals: Int) {
        let start = position
        while isDigit(position) { position += 1 }
        var digits = String(text[start..<position])
        let groups: Set<Character> = language == .french ? Self.spaces : [","]
        while position < text.count, groups.contains(text[position]), digits.count <= 12,
            (1...3).contains(position - start) || digits.count > position - start - 3,
            isDigit(position + 1), isDigit(position + 2), isDigit(position + 3), !isDigit(position + 4)
        {
            digits += String(text[position + 1...position + 3])
            position += 4
        }
        let point: Character = language == .french ? "," : "."
        guard position < text.count, text[position] == point, isDigit(position + 1) else {
            // A separator of the other language between digits.
            if position < text.count, ",.'’".contains(text[position]), isDigit(position + 1) {
                throw foreignNumber(from: start)
            }
            return (digits, 0)
        }
        let fraction = position + 1
        position = fraction
        while isDigit(position) { position += 1 }
        if position < text.count, ",.'’".contains(text[position]), isDigit(position + 1) {
            throw foreignNumber(from: start)
        }
        return (digits + "." + String(text[fraction..<position]), position - fraction)
    }
}
