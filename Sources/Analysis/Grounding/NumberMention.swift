import Domain

/// Finds the numbers of a text, each with its sign or direction and its unit.
enum NumberMention {
    /// In the order of the text, as written: `$1,234.50`, `up 1.2%`, `1 234,50 USDT`, `24`.
    static func all(in text: String, language: Language) -> [String] {
        let characters = Array(text)
        let words = DirectionWords.of(language)
        var mentions: [String] = []
        var position = 0
        while position < characters.count {
            guard characters[position].isNumber else {
                position += 1
                continue
            }
            let end = endOfUnit(characters, from: endOfNumber(characters, from: position))
            let start = startOfSign(characters, before: position)
            let mention = String(characters[start..<end])
            let direction =
                mention.hasSuffix("%") ? (words.up + words.down).first { ends(characters[..<start], with: $0) } : nil
            mentions.append(direction.map { "\($0) \(mention)" } ?? mention)
            position = end
        }
        return mentions
    }

    /// With one kind of space and minus, for comparison.
    static func normalized(_ mention: String) -> String {
        String(mention.map { $0.isWhitespace ? " " : $0 == "-" ? "\u{2212}" : $0 })
    }

    /// Digits, separators followed by a digit, and adjacent letters: `67k` is not 67.
    private static func endOfNumber(_ text: [Character], from start: Int) -> Int {
        var end = start
        while end < text.count {
            let isSeparator = separators.contains(text[end]) && end + 1 < text.count && text[end + 1].isNumber
            guard text[end].isNumber || text[end].isLetter || isSeparator else { break }
            end += 1
        }
        return end
    }

    private static func endOfUnit(_ text: [Character], from start: Int) -> Int {
        let unit = start < text.count && text[start].isWhitespace ? start + 1 : start
        guard unit < text.count else { return start }
        if "%$€£‰".contains(text[unit]) { return unit + 1 }
        // A currency code: three capitals or more.
        let code = text[unit...].prefix { $0.isLetter && $0.isUppercase }
        return unit > start && code.count >= 3 ? unit + code.count : start
    }

    /// Whether `text` ends with these words and a space: not "group " for "up".
    private static func ends(_ text: ArraySlice<Character>, with words: String) -> Bool {
        guard let space = text.last, space.isWhitespace,
            String(text.dropLast().suffix(words.count)).lowercased() == words
        else { return false }
        return text.dropLast(words.count + 1).last?.isLetter != true
    }

    private static func startOfSign(_ text: [Character], before start: Int) -> Int {
        var first = start
        if first > 0, "$€£".contains(text[first - 1]) { first -= 1 }
        // "24-28" is a range, not a negative number.
        let isSign = first > 0 && "+-\u{2212}".contains(text[first - 1]) && (first == 1 || !text[first - 2].isNumber)
        return isSign ? first - 1 : first
    }

    private static let separators: Set<Character> = [".", ",", "\u{202F}", "\u{00A0}", "\u{2009}", "'", "\u{2019}"]
}
