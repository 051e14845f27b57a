/// Joins the tokens of a sentence: a hedge with its number, a number with its relation, two amounts with each other,
/// and a comparison with what it compares with.
struct SentenceParts {
    typealias Symbol = TextToken.Symbol

    var tokens: [TextToken]

    /// The ways to join them: « de 840 $ à 67 012 $ » may be a range, or a change and a price.
    static func variants(_ tokens: [TextToken]) -> [[TextToken]] {
        let variants = [true, false].map { pairs in
            var parts = SentenceParts(tokens: tokens)
            parts.join(loosePairs: pairs)
            return parts.tokens
        }
        return variants[0] == variants[1] ? [variants[0]] : variants
    }

    private init(tokens: [TextToken]) { self.tokens = tokens }

    private mutating func join(loosePairs: Bool) {
        joinWords()
        joinTimes()
        joinAges()
        joinHedges()
        joinRange()
        joinMiddle()
        joinUnknowns()
        joinLowAndHigh()
        joinPairs(loose: loosePairs)
        joinRelations()
        joinUsualValues()
        joinReferences()
        joinExtremes()
    }

    func symbol(_ index: Int) -> Symbol? {
        index >= 0 && index < tokens.count ? tokens[index].symbol : nil
    }

    func isNumber(_ index: Int) -> Bool {
        index >= 0 && index < tokens.count && tokens[index].isNumber
    }

    func isTime(_ index: Int) -> Bool { index >= 0 && index < tokens.count && tokens[index].isTime }

    // MARK: Times

    /// Whether a word says when something came.
    private func isOrder(_ index: Int) -> Bool {
        index > 0 && ["came", "come", "comes"].contains(tokens[index - 1].text)
    }

    private static let nouns: Set<Symbol> = [
        .up, .down, .change, .low, .high, .range, .volatility, .trend, .flat, .subject, .bullish,
        .bearish,
    ]

    private mutating func joinTimes() {
        // "Usually, volatility is 2.2%."
        for index in tokens.indices.reversed()
        where [.usual, .usually].contains(symbol(index)) && Self.adverbs.contains(tokens[index].text)
            && isBeginning(index) && symbol(index + 1) == .comma
        {
            tokens.remove(at: index + 1)
        }
        var index = 0
        while index < tokens.count {
            switch tokens[index].symbol {
            case .ago where isTime(index - 1) || symbol(index - 1) == .rate:
                tokens[index] = past(tokens[index - 1], tokens[index - 1].text + " " + tokens[index].text)
                tokens.remove(at: index - 1)
                index -= 1
            case .ago where tokens[index].text == "il y a" && isTime(index + 1):
                tokens[index] = past(tokens[index + 1], "il y a " + tokens[index + 1].text)
                tokens.remove(at: index + 1)
            case .ago where tokens[index].text == "il y a" && isNumber(index + 1):
                tokens[index].symbol = .be
            case .since
            where tokens[index].text == "depuis" && [.comma, .it, .subject].contains(symbol(index + 1)):
                tokens[index].symbol = .then
            // "The low came after the high": which was first is not known.
            case .comma where ["after", "following"].contains(tokens[index].text) && isOrder(index):
                tokens[index].symbol = .ago
            case .ago where ["before", "avant"].contains(tokens[index].text) && !isOrder(index):
                tokens[index] = TextToken(.comma, tokens[index].text)
            case .daily:
                let isOfNoun =
                    [index + 1, index - 1].contains { symbol($0).map(Self.nouns.contains) == true }
                    || symbol(index + 1) == .low || symbol(index + 1) == .strong
                    || symbol(index + 1) == .slight
                let isFrench = tokens[index].text.hasPrefix("quot") || tokens[index].text.hasPrefix("jour")
                // "the daily and the weekly gain"
                let isBefore =
                    symbol(index + 1).map(Self.nouns.contains) == true
                    || symbol(index + 1) == .and && symbol(index + 2) == .week
                tokens[index].symbol = (isFrench ? isOfNoun : isBefore) ? .day : .rate
            default: break
            }
            index += 1
        }
    }

    /// A time before now; its value is the number of days.
    private func past(_ time: TextToken, _ text: String) -> TextToken {
        var token = TextToken(.past, text)
        token.value = time.isWeek ? 7 : 1
        return token
    }

    // MARK: Hedges

    private static let loose: [Symbol: Symbol] = [
        .about: .about, .near: .about, .over: .over, .under: .under, .moreThan: .moreThan,
        .lessThan: .lessThan,
        .above: .moreThan, .below: .lessThan, .inside: .inside,
    ]
    private static let tight: [Symbol: Symbol] = [
        .moreThan: .over, .lessThan: .under, .above: .over, .below: .under,
    ]

    private mutating func joinHedges() {
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            // « a dépassé 30 000 $ »
            if token.symbol == .above, token.text.hasPrefix("dépassé"), symbol(index - 1) == .be,
                symbol(index + 1) == .amount
            {
                tokens[index].symbol = .topped
                index += 1
                continue
            }
            // « 24 heures à peine »
            if token.symbol == .slight, token.text == "à peine", isTime(index - 1) || isTime(index + 1) {
                tokens.remove(at: index)
                continue
            }
            // « dépasse à peine la moitié »
            if token.symbol == .above, symbol(index + 1) == .slight, isNumber(index + 2) {
                tokens[index + 2].hedge = .over
                tokens.removeSubrange(index...index + 1)
                continue
            }
            if token.symbol == .just, isTime(index + 1) {
                tokens.remove(at: index)
                continue
            }
            let isTight = [.just, .slight].contains(symbol(index - 1))
            if token.isNumber, token.sign == 0, symbol(index - 1) == .just || symbol(index - 1) == .mere {
                tokens[index - 1].symbol = .slight
            }
            guard let hedge = (isTight ? Self.tight[token.symbol] : nil) ?? Self.loose[token.symbol]
            else {
                if token.symbol == .only,
                    isSmall(index + 1) || (symbol(index + 1) == .about && isSmall(index + 2))
                {
                    tokens.remove(at: index)
                    continue
                }
                if token.symbol == .just, [.near, .under, .over].contains(symbol(index + 1)) {
                    tokens[index].symbol = .slight
                }
                index += 1
                continue
            }
            if isNumber(index + 1) {
                // "within a $1,400 range"
                if token.symbol == .inside, symbol(index + 2) == .range {
                    tokens.remove(at: index)
                    continue
                }
                // « en dessous des 2,1 % habituels »
                let isUsual =
                    [.usual, .usually].contains(symbol(index + 2)) && [.above, .below].contains(token.symbol)
                if isUsual || (token.symbol == .near && symbol(index + 2) == .usual) {
                    if symbol(index - 1) == .just { tokens[index - 1].symbol = .slight }
                    index += 2
                    continue
                }
                tokens[index + 1].hedge = hedge
                tokens.remove(at: index)
                if isTight {
                    tokens.remove(at: index - 1)
                    index -= 1
                }
                continue
            }
            switch token.symbol {
            case .inside
            where symbol(index + 1) == .range
                || [.slight, .strong].contains(symbol(index + 1)) && symbol(index + 2) == .range:
                tokens.remove(at: index)
                continue
            case .moreThan, .lessThan:
                if isTime(index + 1), token.text == "over" {
                    tokens.remove(at: index)
                    continue
                }
                if token.text == "over" || token.text == "upwards of" { break }
                let than = TextToken(.than, token.text)
                tokens[index].symbol = token.symbol == .moreThan ? .more : .less
                tokens.insert(than, at: index + 1)
                index += 1
            case .about, .under:
                if token.text.hasPrefix("près d") {
                    tokens[index].symbol = .near
                    break
                }
                // "about normal"
                if [.usual, .middle].contains(symbol(index + 1)) { tokens[index].symbol = .near }
                if [.near, .nearFlat, .flat, .midway].contains(symbol(index + 1))
                    || symbol(index + 1) == .at
                {
                    tokens.remove(at: index)
                    continue
                }
            case .above, .below, .near:
                if symbol(index - 1) == .just { tokens[index - 1].symbol = .slight }
            default: break
            }
            index += 1
        }
    }

    /// Whether "only" may stand before a number.
    private func isSmall(_ index: Int) -> Bool {
        symbol(index) == .amount || (symbol(index) == .percent && tokens[index].value < 3)
    }

    // MARK: Ranges

    private mutating func joinRange() {
        // "Between its low and its high, Bitcoin covered $2,200."
        if symbol(0) == .between, let one = symbol(1), [.low, .high].contains(one), symbol(2) == .and,
            let other = symbol(3), [.low, .high].contains(other), one != other
        {
            var end = 4
            while isTime(end) || symbol(end) == .of { end += 1 }
            if symbol(end) == .comma { tokens.replaceSubrange(0...end, with: [TextToken(.range, tokens[1].text)]) }
        }
        // "the gap between the high and the low"
        for index in tokens.indices.reversed() where [.range, .ranged, .separate].contains(symbol(index)) {
            var at = index + 1
            // "swung by $7,790 between its low and its high"
            if symbol(index) == .ranged {
                while [.by, .of, .amount].contains(symbol(at)) { at += 1 }
                guard at > index + 1, symbol(at) == .between else { continue }
            }
            let first = at
            while [.between, .from, .of, .day].contains(symbol(at)) { at += 1 }
            let begin = at
            guard let one = symbol(at), [.low, .high].contains(one) else { continue }
            let valueOfOne = statedValue(&at)
            let links: Set<Symbol> = symbol(index) == .separate ? [.and, .from, .of] : [.and, .to, .at]
            guard let link = symbol(at + 1), links.contains(link), let other = symbol(at + 2),
                [.low, .high].contains(other), one != other
            else { continue }
            at += 2
            let valueOfOther = statedValue(&at)
            guard let valueOfOne, let valueOfOther else {
                guard valueOfOne == nil, valueOfOther == nil else { continue }
                // "$2,930 separate the low and the high"
                let isApart = symbol(index) == .separate
                tokens.replaceSubrange(
                    first...begin + 2, with: isApart ? [TextToken(.range, tokens[begin].text)] : [])
                continue
            }
            // "the gap between the high of $28,790 and the low of $26,012.80"
            var pair = TextToken(.pair, tokens[begin].text)
            pair.stated = one == .low ? [valueOfOne, valueOfOther] : [valueOfOther, valueOfOne]
            pair.relation = .between
            tokens.replaceSubrange(first...at, with: [pair])
        }
    }

    /// The amount behind a low or a high; `index` is then at its end.
    private func statedValue(_ index: inout Int) -> TextToken? {
        var at = index + 1
        while [.of, .at].contains(symbol(at)) { at += 1 }
        guard symbol(at) == .amount else { return nil }
        index = at
        return tokens[at]
    }

    /// "The trend and the volatility are unknown"
    private mutating func joinUnknowns() {
        guard tokens.contains(where: { $0.symbol == .missing }) else { return }
        let nouns: Set<Symbol> = [.trend, .volatility, .change]
        for index in tokens.indices.reversed() where symbol(index) == .and {
            if let before = symbol(index - 1), let after = symbol(index + 1), nouns.contains(before),
                nouns.contains(after),
                before != after
            {
                tokens.remove(at: index)
            }
        }
    }

    /// "midway between its low and its high"
    private mutating func joinMiddle() {
        for index in tokens.indices.reversed() where symbol(index) == .midway {
            var at = index + 1
            while [.between, .from, .of, .day, .at].contains(symbol(at)) { at += 1 }
            guard let first = symbol(at), [.low, .high].contains(first), symbol(at + 1) == .and,
                let second = symbol(at + 2), [.low, .high].contains(second), first != second, symbol(at + 3) != .amount
            else { continue }
            tokens.removeSubrange(index + 1...at + 2)
        }
    }

    private static let between: Set<Symbol> = [
        .be, .of, .at, .colon, .subject, .day, .trade, .comma, .it,
    ]

    /// "The low and the high were A and B."
    private mutating func joinLowAndHigh() {
        for index in tokens.indices.reversed() {
            guard let first = symbol(index), [.low, .high].contains(first),
                symbol(index + 1) == .and || (symbol(index + 1) == .comma && tokens[index + 1].text == "/"),
                let second = symbol(index + 2), [.low, .high].contains(second), first != second
            else { continue }
            var at = index + 3
            while let next = symbol(at), Self.between.contains(next) || isTime(at) { at += 1 }
            guard symbol(at) == .amount, [.and, .comma, .dash].contains(symbol(at + 1)),
                symbol(at + 2) == .amount
            else {
                continue
            }
            tokens[index].stated = [tokens[at]]
            tokens[index + 2].stated = [tokens[at + 2]]
            tokens.removeSubrange(at...at + 2)
        }
    }

    private mutating func joinPairs(loose: Bool) {
        for index in tokens.indices.reversed() where symbol(index) == .amount {
            guard symbol(index + 2) == .amount, let middle = symbol(index + 1),
                [.and, .to, .at, .dash].contains(middle)
            else { continue }
            let before = symbol(index - 1)
            let isBetween = before == .between && [.and, .to, .dash, .at].contains(middle)
            let isFrom =
                (before == .from && [.to, .dash].contains(middle))
                || ([.passed, .ranged].contains(before) && [.at, .to].contains(middle))
            let isLoose =
                loose
                && (([.from, .of].contains(before) && [.to, .at, .and].contains(middle))
                    || [.to, .dash].contains(middle)
                    || (before == .of && middle == .dash))
            guard isBetween || isFrom || isLoose else { continue }
            var pair = TextToken(.pair, tokens[index].text)
            pair.stated = [tokens[index], tokens[index + 2]]
            pair.relation =
                before == .between ? .between : isFrom || [.from, .of].contains(before) ? .from : nil
            tokens[index] = pair
            tokens.removeSubrange(index + 1...index + 2)
            if [.between, .from, .of].contains(before) { tokens.remove(at: index - 1) }
        }
    }

    static let separators: Set<Symbol> = [.comma, .colon, .open, .close, .dash, .and]

    func isBeginning(_ index: Int) -> Bool { symbol(index - 1).map(Self.separators.contains) ?? true }

    func isEnd(_ index: Int) -> Bool { symbol(index).map(Self.separators.contains) ?? true }
}
