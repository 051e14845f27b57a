import Domain

/// Turns the pieces of a sentence into tokens: the longest known phrases first, and nothing for neutral words.
struct TextReader {
    let vocabulary: Vocabulary
    let language: Language
    private let quotes: Set<String>
    /// The age of stale facts, in hours: the only other period that a text may name.
    private let age: Int?
    let pieces: [TextLexer.Piece]

    init(_ pieces: [TextLexer.Piece], _ language: Language, quotes: [Quote], age: Int?) {
        vocabulary = .of(language)
        self.language = language
        self.pieces = pieces
        self.age = age
        self.quotes = Set(quotes.map { $0.rawValue.lowercased() })
    }

    /// - Throws: ``TextLexer/Refusal`` for an unknown word.
    func tokens() throws(TextLexer.Refusal) -> [TextToken] {
        var tokens: [TextToken] = []
        var pair: Quote?
        var index = 0
        while index < pieces.count {
            if let (found, end) = number(at: index) {
                var token = found
                // "the last 3 hours": the facts know of none such.
                if isPeriod(before: index), !token.isTime, [.hours, .days].contains(token.symbol),
                    token.symbol == .days || age.map(Double.init) != token.value
                {
                    throw TextLexer.Refusal(reason: "'\(token.text)' is not the time of the facts")
                }
                // "BTC/USD: 35,612.80"
                if let pair, token.symbol == .count, token.sign == 0,
                    tokens.last.map({ [.colon, .at, .be, .trade, .subject].contains($0.symbol) }) == true
                {
                    (token.symbol, token.quote) = (.amount, pair)
                }
                tokens.append(token)
                index = end
                continue
            }
            switch pieces[index] {
            case .punctuation(let mark):
                if let token = try punctuation(mark, at: index) { tokens.append(token) }
                index += 1
            case .word, .number:
                // "twice as high as usual"
                if tokens.last?.symbol == .times, let (text, end) = words(from: index, count: 3),
                    vocabulary.equatives.contains(text)
                {
                    var token = TextToken(.near, text)
                    token.isOfMovement = text == "as much as"
                    tokens.append(token)
                    index = end
                    continue
                }
                let (found, end) = try phrase(at: index)
                // "Not only 0.8% above its low" denies it, unless "but also" follows.
                let isNotOnly = word(index) == "not" && word(index + 1) == "only"
                if isNotOnly, !pieces[end...].contains(.word("also")) {
                    throw TextLexer.Refusal(reason: "'not only' has no reading there")
                }
                // "lost it in a day": that it was the same rise is not known.
                if let object = found.first, Self.objects.contains(object.text),
                    tokens.last.map({ [.up, .down].contains($0.symbol) }) == true
                {
                    throw TextLexer.Refusal(reason: "'\(object.text)' has no reading there")
                }
                if found.first?.text == "btc", end == index + 3 {
                    pair = word(index + 2).map { Quote(rawValue: $0.uppercased()) }
                }
                tokens += found
                index = end
            }
        }
        return tokens
    }

    /// What stands for a rise or a fall behind a verb.
    private static let objects: Set = ["it", "celle-ci", "celui-ci", "cela", "ça"]
    /// « l’a perdu », « le perd en un jour » : before these, articles are what stands for it.
    private static let verbs: Set = [
        "a", "ont", "avait", "avaient", "ayant", "perd", "perdait", "perdent", "gagne", "gagnait", "cède", "cédait",
        "rend", "rendait", "abandonne", "abandonnait",
    ]

    private func isPeriod(before index: Int) -> Bool {
        index > 0 && Self.periods.contains(word(index - 1) ?? "")
    }

    private static let periods: Set = [
        "last", "past", "latest", "preceding", "dernières", "derniers", "précédentes", "précédents",
    ]

    private func punctuation(_ mark: Character, at index: Int) throws(TextLexer.Refusal) -> TextToken? {
        switch mark {
        case ",", ";", "/", "|", "·", "•": return TextToken(.comma, String(mark))
        case "–", "—": return TextToken(.dash, String(mark))
        case "-": return isAmount(index + 1) && isAmount(index - 1) ? TextToken(.dash, "-") : nil
        case ":": return TextToken(.colon, ":")
        case "=": return TextToken(.be, "=")
        case "(": return TextToken(.open, "(")
        case ")": return TextToken(.close, ")")
        default: throw TextLexer.Refusal(reason: "'\(mark)' is not expected")
        }
    }

    private func isAmount(_ index: Int) -> Bool {
        guard index >= 0, index < pieces.count, case .number = pieces[index] else { return false }
        return true
    }

    func word(_ index: Int) -> String? {
        guard index >= 0, index < pieces.count, case .word(let word) = pieces[index] else { return nil }
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

    private func phrase(at index: Int) throws(TextLexer.Refusal) -> ([TextToken], end: Int) {
        // « Si le cours perd 1,2 % sur un jour, il gagne 2 % sur une semaine » : both are stated.
        if language == .french, index == 0, word(index) == "si" { return ([], index + 1) }
        // "BTC/USD"
        if word(index) == "btc", index + 2 < pieces.count,
            [.punctuation("/"), .punctuation("-")].contains(pieces[index + 1]),
            let quote = word(index + 2), quotes.contains(quote)
        {
            return ([TextToken(.subject, "btc")], index + 3)
        }
        for count in (1...(word(index).flatMap { vocabulary.longest[$0] } ?? 1)).reversed() {
            guard let (text, end) = words(from: index, count: count) else { continue }
            // « de son plus bas que de son plus haut » compares with the low.
            let isNoun =
                text.hasSuffix("bas que") || text.hasSuffix("haut que")
                ? ["son", "le", "du", "au", "un"].contains(word(index - 1)) : false
            if !isNoun, let entry = vocabulary.phrases[text] {
                return (
                    entry.symbols.map { symbol in
                        var token = TextToken(symbol, text)
                        token.strength = entry.strength
                        token.isInfinitive = vocabulary.infinitives.contains(text)
                        return token
                    }, end
                )
            }
            // "Last: $57,804"
            if ["last", "dernier"].contains(text), isLabel(before: end) {
                return ([TextToken(.subject, text)], end)
            }
            // "in dollars"
            if let quote = vocabulary.terms[text], quotes.contains(quote.rawValue.lowercased()) {
                return ([], end)
            }
            // "known in USDT only"
            let isCurrency = quotes.contains(text) && ["in", "en"].contains(word(index - 1))
            if vocabulary.neutral.contains(text) || isCurrency {
                if language == .french, ["le", "la", "les", "l'"].contains(text), let verb = word(end),
                    Self.verbs.contains(verb)
                {
                    throw TextLexer.Refusal(reason: "'\(text)' has no reading there")
                }
                return ([], end)
            }
        }
        let text = word(index) ?? ""
        throw TextLexer.Refusal(reason: "'\(text)' is not a word that the facts can support")
    }

    private func isLabel(before index: Int) -> Bool {
        guard index < pieces.count else { return false }
        if case .number(_, _, _, let unit, _) = pieces[index] { return !["", "%", ":"].contains(unit) }
        return pieces[index] == .punctuation(":")
    }

    // MARK: Numbers

    /// A number with its unit, in digits or words.
    private func number(at index: Int) -> (TextToken, end: Int)? {
        if let found = moment(at: index) { return found }
        // "Minus 3.4% in 24 hours", at the beginning.
        if let name = word(index), ["minus", "plus", "moins"].contains(name), word(index - 1) == nil,
            isAmount(index + 1),
            let (found, end) = number(at: index + 1), found.symbol == .percent, found.sign == 0
        {
            var token = found
            token.sign = name == "plus" ? 1 : -1
            return (token, end)
        }
        if case .number(let value, let decimals, let sign, let unit, let text) = pieces[index] {
            var token = TextToken(.count, text)
            (token.value, token.decimals, token.sign) = (value, decimals, sign)
            switch unit {
            case "%": token.symbol = .percent
            case ":": return nil
            case "" where value == 1 && decimals == 0 && ["btc", "bitcoin"].contains(word(index + 1)):
                return (TextToken(.subject, "bitcoin"), index + 2)
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
        if let half = halfPercent(at: index) { return half }
        guard let longest = word(index).flatMap({ vocabulary.longestNumber[$0] }) else { return nil }
        for count in (1...longest).reversed() {
            guard let (text, end) = words(from: index, count: count) else { continue }
            // « la moitié basse » is no half.
            let isPhrase =
                words(from: index, count: count + 1).map { vocabulary.phrases[$0.0] != nil } ?? false
            if let value = vocabulary.multiples[text], !isPhrase {
                var token = TextToken(.times, text)
                token.value = value
                if value != value.rounded() { token.decimals = 1 }
                return (token, end)
            }
            if let share = vocabulary.fractions[text], !isPhrase {
                var token = TextToken(.percent, text)
                (token.value, token.isFraction) = (share * 100, true)
                return (token, end)
            }
            guard let value = vocabulary.numbers[text] else { continue }
            var token = TextToken(.count, text)
            token.value = Double(value)
            guard let (found, after) = withUnit(token, after: end) else { continue }
            // "one" and "un" are numbers only before a unit, or "of".
            let isExcepted = ["sauf", "but", "except"].contains(self.word(index - 1))
            if found.symbol == .count, value == 1, !isPart(after), !isExcepted { continue }
            return (found, after)
        }
        return nil
    }

    private static let halves: [String: Double] = [
        "half a percent": 0.5, "half of one percent": 0.5, "half of a percent": 0.5, "half a per cent": 0.5,
        "a quarter of a percent": 0.25, "three quarters of a percent": 0.75, "un demi pour cent": 0.5,
        "un demi pourcent": 0.5, "a quarter of one percent": 0.25,
    ]

    /// "half a percent"
    private func halfPercent(at index: Int) -> (TextToken, end: Int)? {
        for count in 3...5 {
            guard let (text, end) = words(from: index, count: count), let value = Self.halves[text] else { continue }
            var token = TextToken(.percent, text)
            (token.value, token.decimals) = (value, value == 0.5 ? 1 : 2)
            return (token, end)
        }
        return nil
    }

    /// "one of the last", « une des dernières », « une seule des »
    private func isPart(_ index: Int) -> Bool {
        let word = word(index) == "seule" ? self.word(index + 1) : word(index)
        return ["of", "des", "sur"].contains(word)
    }

    private func withUnit(_ number: TextToken, after index: Int) -> (TextToken, end: Int)? {
        var token = number
        var at = index
        // "24-hour", « 24 dernières heures »
        while at < pieces.count,
            pieces[at] == .punctuation("-") || ["dernières", "derniers", "seule", "seul"].contains(word(at))
        {
            at += 1
        }
        if let name = word(at) {
            if vocabulary.hours.contains(name) {
                token.symbol = .hours
                return (token, at + 1)
            }
            if vocabulary.days.contains(name) {
                token.symbol = .days
                return (token, at + 1)
            }
            if ["times", "fois", "x"].contains(name) {
                token.symbol = .times
                return (token, at + 1)
            }
        }
        for count in [3, 2, 1] {
            guard let (text, end) = words(from: index, count: count) else { continue }
            if vocabulary.percent.contains(text) {
                token.symbol = .percent
                return (token, end)
            }
            if vocabulary.points.contains(text) {
                token.symbol = .points
                return (token, end)
            }
            let quote =
                vocabulary.currencies[text]
                ?? (quotes.contains(text) ? Quote(rawValue: text.uppercased()) : nil)
            if let quote {
                token.symbol = .amount
                token.quote = quote
                return (token, end)
            }
        }
        return (token, index)
    }
}
