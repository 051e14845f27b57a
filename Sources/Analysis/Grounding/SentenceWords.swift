/// Words whose meaning depends on those around them.
extension SentenceParts {
    /// Joins words that belong together, and gives those of several meanings the one that they have here.
    mutating func joinWords() {
        for index in tokens.indices.reversed() where index < tokens.count {
            switch tokens[index].symbol {
            case .both: joinBoth(index)
            case .comma where Self.later.contains(tokens[index].text):
                if isAfterData(index + 1) || index == 0 && isAfterNothing(1) { tokens[index].symbol = .unsupported }
            // "has yet to rise"
            case .comma where tokens[index].text == "yet":
                let before = symbol(index - 1)
                let isAdverb = before.map { [.be, .not, .subject, .it, .trade, .move].contains($0) } ?? true
                if symbol(index + 1) == .to || isAdverb { tokens[index].symbol = .unsupported }
            // « alors » at the beginning leads to a consequence; « était alors » is of that moment.
            case .now where tokens[index].text == "alors":
                if symbol(index - 1).map(Self.separators.contains) ?? true { tokens[index].symbol = .unsupported }
            case .not where ["ne", "n'"].contains(tokens[index].text): joinOnly(index)
            case .low, .high: openBrackets(index)
            // "a moderate gain"
            case .middle where tokens[index].text.hasPrefix("mod"):
                if [.up, .down].contains(symbol(index + 1)) || [.up, .down].contains(symbol(index - 1)) {
                    tokens[index].symbol = .slight
                }
            // « les variations sur un jour et sur une semaine sont positives »
            case .volatility where tokens[index].text == "variations":
                if tokens[index...].contains(where: { $0.text.hasPrefix("positi") || $0.text.hasPrefix("négati") }) {
                    tokens[index].symbol = .change
                }
            case .be where Self.joining.contains(tokens[index].text): split(index)
            default: break
            }
        }
    }

    private static let later: Set = ["after", "following", "après", "à la suite de", "à la suite d'", "suite à"]

    /// "After 2.4%, volatility is usual", "after the last update": what comes after these is not known.
    private func isAfterNothing(_ index: Int) -> Bool {
        guard let next = symbol(index) else { return true }
        if isNumber(index) || next == .now || next == .of { return true }
        guard [.low, .high, .rate].contains(next) || isTime(index) else { return false }
        return symbol(index + 1).map(Self.separators.contains) ?? true
    }

    /// "After the last update", "after the latest data": a moment that the facts do not know. Words such as "update"
    /// have no symbol.
    private func isAfterData(_ index: Int) -> Bool {
        let rest = tokens[min(index, tokens.count)...].prefix { !Self.separators.contains($0.symbol) }
        return rest.allSatisfy { [.data, .newest, .now, .known].contains($0.symbol) }
    }

    /// The part of the sentence around a token.
    func part(around index: Int) -> Range<Int> {
        func isSeparator(_ token: TextToken) -> Bool { Self.separators.contains(token.symbol) }
        let start = tokens[..<index].lastIndex(where: isSeparator).map { $0 + 1 } ?? 0
        return start..<(tokens[index...].firstIndex(where: isSeparator) ?? tokens.count)
    }

    private static func isThan(_ token: TextToken) -> Bool {
        token.symbol == .than && ["que", "qu'"].contains(token.text)
    }

    /// « tant sur un jour que sur une semaine »
    private mutating func joinBoth(_ index: Int) {
        guard let than = tokens[index..<part(around: index).upperBound].firstIndex(where: Self.isThan) else { return }
        tokens[than] = TextToken(.and, tokens[than].text)
        tokens.remove(at: index)
    }

    /// « n’a perdu que 1,2 % », « n’est supérieur que de 0,8 % à son plus bas »: only.
    private mutating func joinOnly(_ index: Int) {
        let part = part(around: index)
        guard tokens[part].count(where: { $0.symbol == .not }) == 1,
            let than = tokens[index..<part.upperBound].firstIndex(where: Self.isThan),
            let number = tokens[than..<part.upperBound].firstIndex(where: \.isNumber),
            tokens[(than + 1)..<number].allSatisfy({ [.of, .at, .by, .about, .under, .just].contains($0.symbol) }),
            tokens[number].symbol != .percent || tokens[number].value < 3
        else { return }
        // « n’est plus cher que de 1 % » has both words of a comparison.
        let compares = tokens[index..<than].contains { [.more, .less, .above, .below].contains($0.symbol) }
        guard !compares || symbol(than + 1) == .of, !tokens[index..<than].contains(where: { $0.text == "plus" }) else {
            return
        }
        tokens.remove(at: than)
        tokens.remove(at: index)
    }

    /// "its low ($65,900)"
    private mutating func openBrackets(_ index: Int) {
        guard symbol(index + 1) == .open, symbol(index + 2) == .amount, symbol(index + 3) == .close else { return }
        tokens.remove(at: index + 3)
        tokens.remove(at: index + 1)
    }

    private static let joining: Set = [
        "characterized by", "characterised by", "marked by", "caractérisée par", "marquée par",
    ]

    /// "A bullish trend marked by high volatility" has two statements.
    private mutating func split(_ index: Int) {
        let part = part(around: index)
        let isAfterTrend = tokens[part.lowerBound..<index].contains {
            [.bullish, .bearish, .stable].contains($0.symbol)
        }
        if isAfterTrend, tokens[index..<part.upperBound].contains(where: { $0.symbol == .volatility }) {
            tokens[index] = TextToken(.comma, tokens[index].text)
        }
    }

    private static let hedges: [Symbol: Symbol] = [
        .about: .about, .over: .over, .under: .under, .moreThan: .moreThan, .lessThan: .lessThan,
    ]

    /// "more than a day old", « datent de plus d’une journée », "more than a day ago": a hedged time is an age.
    mutating func joinAges() {
        for index in tokens.indices.reversed() where index + 1 < tokens.count {
            guard let hedge = Self.hedges[tokens[index].symbol] else { continue }
            let time = tokens[index + 1]
            let isPast = time.symbol == .past && ["ago", "il y a", "plus tôt"].contains { time.text.contains($0) }
            guard isPast || time.isTime || time.symbol == .rate else { continue }
            let part = part(around: index)
            let isOld = tokens[part].contains { [.old, .newest].contains($0.symbol) }
            guard isOld || isPast && (part.count == 2 || tokens[part].contains { $0.symbol == .data }) else { continue }
            var age = TextToken(.days, time.text)
            (age.value, age.hedge) = (time.symbol == .past ? time.value : time.isWeek ? 7 : 1, hedge)
            if isPast { age.relation = .ago }
            tokens.replaceSubrange(index...index + 1, with: [age])
        }
    }
}
