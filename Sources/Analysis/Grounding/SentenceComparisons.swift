/// Joins a comparison with what it compares with, and an extreme with its value.
extension SentenceParts {
    /// "2.5% usually", "usually 2.5%", "the usual volatility is 2.5%"
    mutating func joinUsualValues() {
        var index = 0
        while index < tokens.count {
            defer { index += 1 }
            guard [.usual, .usually].contains(tokens[index].symbol) else { continue }
            if symbol(index - 1) == .percent,
                [nil, .than, .of, .by, .at].contains(tokens[index - 1].relation),
                tokens[index - 1].relation != .of || symbol(index - 2) != .volatility,
                symbol(index - 2).map(Self.comparators.contains) != true
                    || [.usually, nil].contains(symbol(index)),
                // « inférieure de 2 % à la normale »
                ![.at, .than].contains(symbol(index + 1)), symbol(index + 1) != .percent
            {
                var token = TextToken(.reference, tokens[index].text)
                (token.target, token.stated) = (.usual, [tokens[index - 1]])
                tokens[index] = token
                tokens.remove(at: index - 1)
                index -= 1
                // Not "16% of usual": that is a share, which the next step finds.
                continue
            }
            var at = index + 1
            while [.volatility, .be, .it, .day, .rate, .colon, .open].contains(symbol(at)) { at += 1 }
            guard symbol(at) == .percent, tokens[at].relation != .at || at > index + 1,
                [nil, .of, .at].contains(tokens[at].relation)
            else { continue }
            // "higher than normal: 3.5% against 2.4%" has the volatility first.
            if tokens[index + 1..<at].contains(where: { $0.symbol == .colon }),
                symbol(at + 1) == .than || (symbol(at + 1) == .percent && tokens[at + 1].relation == .than)
            {
                continue
            }
            let isRegime = tokens[index].symbol == .usual && symbol(index - 1) == .be && at > index + 1
            if isRegime { continue }
            var token = TextToken(.reference, tokens[index].text)
            (token.target, token.stated) = (.usual, [tokens[at]])
            tokens[index] = token
            // "Normally volatility is 2.2%"
            let named = tokens[index + 1..<at].filter { $0.symbol == .volatility }
            tokens.replaceSubrange(index + 1...at, with: Self.adverbs.contains(tokens[index].text) ? named : [])
        }
    }

    /// Of what usually is, at the beginning of a statement.
    static let adverbs: Set = [
        "usually", "normally", "typically", "ordinarily", "on average", "in normal times", "d' habitude",
        "d' ordinaire",
        "habituellement", "normalement", "en temps normal", "en moyenne", "ordinairement", "généralement",
    ]

    private static let comparators: Set<Symbol> = [.above, .below, .near, .more, .less, .up, .down]
    private static let links: Set<Symbol> = [.than, .from, .to, .at, .of, .since]

    mutating func joinReferences() {
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            let target = token.symbol == .reference ? token.target : token.symbol
            if let target, [.low, .high, .usual, .past].contains(target) {
                index = target == .past ? joinPast(index) : joinReference(index, to: target)
            }
            index += 1
        }
    }

    /// What stands before a reference: a word of comparison, and the link to it.
    private struct Before {
        var start: Int
        var link: Symbol?
        var comparator: Int?
        var distance: Int?
    }

    private func before(_ index: Int, skipping: Set<Symbol>) -> Before {
        var at = index - 1
        while let next = symbol(at), skipping.contains(next) || (symbol(index) != .past && isTime(at)) {
            at -= 1
        }
        while let next = symbol(at), [.slight, .strong, .clear].contains(next), symbol(index) != .past {
            at -= 1
        }
        var found = Before(start: index)
        if let link = symbol(at), Self.links.contains(link) {
            (found.link, found.start) = (link, at)
            at -= 1
            // « à celui d’il y a 24 heures »
            if link == .of, [.at, .than].contains(symbol(at)) {
                found.start = at
                at -= 1
            }
            // "below its price of a day ago"
            if symbol(index) == .past, symbol(at) == .subject, [.above, .below].contains(symbol(at - 1)) { at -= 1 }
        }
        while symbol(at) == .volatile
            || (found.link != nil && [.day, .volatility, .move, .ranged].contains(symbol(at)))
        { at -= 1 }
        if let word = symbol(at), Self.comparators.contains(word) {
            (found.comparator, found.start) = (at, min(found.start, at))
            var before = at - 1
            while [.slight, .strong].contains(symbol(before))
                || (symbol(before) == .volatile && tokens[at].symbol == .near)
            { before -= 1 }
            if isNumber(before), [nil, .by].contains(tokens[before].relation), tokens[before].sign == 0 {
                found.distance = before
            }
        } else if isNumber(at), [nil, .by, .of].contains(tokens[at].relation),
            let word = symbol(at - 1),
            Self.comparators.contains(word)
        {
            // "down 0.4% from its high", « supérieure de 6 % à la normale »
            (found.comparator, found.distance, found.start) = (at - 1, at, at - 1)
        }
        return found
    }

    /// Comparisons of how large a move is, and not of a price.
    private static let ofSize: Set = [
        "steeper", "deeper", "sharper", "heavier", "wider", "more pronounced", "more marked", "more intense",
        "shallower", "gentler", "narrower", "milder", "less pronounced", "less marked", "less intense", "plus lourd",
        "plus lourde", "plus lourds", "plus lourdes", "plus net", "plus nette", "plus vif", "plus vive", "plus vifs",
        "plus vives", "plus ample", "plus amples", "plus large", "plus larges", "plus intense", "plus intenses",
    ]

    private mutating func joinPast(_ index: Int) -> Int {
        let found = before(index, skipping: [.subject, .it, .be, .trade])
        // "The move was sharper than a day ago": of the move then nothing is known.
        if let comparator = found.comparator, Self.ofSize.contains(tokens[comparator].text) { return index }
        if let comparator = found.comparator,
            found.link != nil || [.above, .below].contains(tokens[comparator].symbol)
        {
            switch tokens[comparator].symbol {
            case .above, .more: tokens[comparator].symbol = .up
            case .below, .less: tokens[comparator].symbol = .down
            case .near: tokens[comparator].symbol = .nearFlat
            default: break
            }
        } else if ![.flat, .nearFlat].contains(symbol(index - 1)),
            [nil, .of, .at].contains(found.link) || !hasDirection(beside: index)
        {
            return index
        }
        // "1.2% lower than a day ago": only the direction and the number stay.
        let first =
            found.link == nil
            ? index : (tokens[..<index].lastIndex { Self.links.contains($0.symbol) } ?? index)
        let week = tokens[index].value == 7 ? [TextToken(.week, tokens[index].text)] : []
        tokens.replaceSubrange(first...index, with: week)
        return first - 1 + week.count
    }

    /// Whether a change is stated in the part of the sentence around a time, or after it where it stands alone.
    private func hasDirection(beside index: Int) -> Bool {
        func isEnd(_ token: TextToken) -> Bool {
            [.comma, .colon, .open, .close, .dash].contains(token.symbol)
        }
        let start = tokens[..<index].lastIndex(where: isEnd).map { $0 + 1 } ?? 0
        var end = tokens[index...].firstIndex(where: isEnd) ?? tokens.count
        if tokens[start..<end].allSatisfy({ Self.links.contains($0.symbol) || $0.symbol == .past }),
            end < tokens.count
        {
            end = tokens[(end + 1)...].firstIndex(where: isEnd) ?? tokens.count
        }
        return tokens[start..<end].contains { token in
            [.up, .down, .more, .less, .change, .flat, .nearFlat].contains(token.symbol)
                || (token.symbol == .percent && token.sign != 0)
        }
    }

    private mutating func joinReference(_ index: Int, to target: Symbol) -> Int {
        // "its weekly high": the facts are of the day, so the word has to stay.
        if isTime(index - 1), tokens[index - 1].isWeek { return index }
        var found = before(index, skipping: [])
        var link = found.link
        if link == nil, let relation = tokens[index].relation { link = relation }
        if found.comparator == nil, [.at, .of].contains(link), target != .usual,
            !isNumber(index - 1), !isNumber(found.start - 1)
        {
            return index
        }
        var token = TextToken(.reference, tokens[index].text)
        token.target = target
        token.stated = tokens[index].stated
        // "84% of its usual level", "twice the usual"
        if target == .usual, found.comparator == nil {
            let share = found.link == .of ? found.start - 1 : index - 1
            if isNumber(share),
                tokens[share].symbol == .times || (found.link == .of && tokens[share].symbol == .percent)
            {
                token.relation = .of
                token.distance = [tokens[share]]
                found.start = share
                tokens.replaceSubrange(share...index, with: [token])
                return share
            }
        }
        // "has doubled compared with its usual level"
        if target == .usual, found.comparator == nil, link == .than, symbol(found.start - 1) == .times {
            token.relation = .of
            token.distance = [tokens[found.start - 1]]
            tokens.replaceSubrange(found.start - 1...index, with: [token])
            return found.start - 1
        }
        // « à 0,4 % de son plus haut »
        let place = found.link == nil ? index - 1 : found.start - 1
        if target != .usual, found.comparator == nil, link == .of, isNumber(place),
            tokens[place].relation == .at || tokens[place].hedge == .inside
        {
            token.relation = target == .low ? .above : .below
            token.distance = [tokens[place]]
            takeStated(behind: index, into: &token)
            tokens.replaceSubrange(place...index, with: [token])
            return place
        }
        // "low compared with the usual level"
        if target == .usual, found.comparator == nil, link == .than, let word = symbol(found.start - 1),
            [.low, .high, .calm, .weak, .strong].contains(word)
        {
            token.relation = [.low, .calm, .weak].contains(word) ? .below : .above
            tokens.replaceSubrange(found.start...index, with: [token])
            return found.start
        }
        guard let comparator = found.comparator else {
            // "compared with the usual 2.5%", "at its usual level", "the normal level".
            guard link == .than || (target == .usual && (link != nil || !token.stated.isEmpty)) else {
                return index
            }
            if target == .usual, token.stated.isEmpty, link == .at || link == .of || link == .to {
                token.relation = .near
            }
            if target == .usual, token.stated.isEmpty, link == .than, found.start == 0 { return index }
            if target != .usual { token.relation = .than }
            let start = found.link == nil ? index : found.start
            tokens.replaceSubrange(start...index, with: [token])
            return start
        }
        let word = tokens[comparator].symbol
        // "higher usual", "up usual" compare nothing; "fell to its low" does not either.
        if [.up, .down].contains(word), [nil, .at, .to].contains(link), tokens[comparator].text != "off" {
            return index
        }
        if link == nil, [.more, .less].contains(word), !tokens[comparator].text.hasPrefix("sup"),
            !tokens[comparator].text.hasPrefix("inf"), token.stated.isEmpty
        {
            return index
        }
        token.relation =
            [.above, .more, .up].contains(word)
            ? .above : [.below, .less, .down].contains(word) ? .below : .near
        // "1% off its low" is above it.
        if tokens[comparator].text == "off", target == .low { token.relation = .above }
        if let distance = found.distance { token.distance = [tokens[distance]] }
        // "exceeds its usual level by 55%"
        if found.distance == nil, isNumber(index + 1), tokens[index + 1].relation == .by,
            [.above, .below].contains(word)
        {
            token.distance = [tokens[index + 1]]
            tokens.remove(at: index + 1)
        }
        // « dépasse son niveau habituel de 55 % »: as much above it, or what it is.
        token.isDistanceOrValue =
            word == .above && tokens[comparator].text.hasPrefix("dépass") && token.stated.count == 1
        if target != .usual { takeStated(behind: index, into: &token) }
        let start = min(comparator, found.distance ?? comparator)
        token.isOfMovement =
            Self.amounts.contains(tokens[comparator].text) || tokens[comparator].isOfMovement && found.distance != nil
        let volatile = tokens[start...index].filter {
            [.volatile, .volatility, .move, .ranged].contains($0.symbol)
        }
        let kept = tokens[start..<index].filter { [.slight, .strong, .clear].contains($0.symbol) }
        tokens.replaceSubrange(start...index, with: kept + volatile + [token])
        return start + kept.count + volatile.count
    }

    /// How much, and not how high.
    private static let amounts: Set = ["more", "less", "more than", "less than", "plus", "moins", "davantage"]

    /// "below its high of $67,300": the value of an extreme belongs to it.
    private mutating func takeStated(behind index: Int, into token: inout TextToken) {
        var next = index + 1
        while isTime(next) { next += 1 }
        guard symbol(next) == .amount, [nil, .of].contains(tokens[next].relation) else { return }
        token.stated = [tokens[next]]
        tokens.remove(at: next)
    }

    // MARK: Low and high

    private static let skipped: Set<Symbol> = [
        .be, .of, .at, .day, .subject, .it, .range, .trade, .reach, .rate, .now, .data, .move,
    ]

    mutating func joinExtremes() {
        var index = 0
        while index < tokens.count {
            defer { index += 1 }
            guard [.low, .high].contains(tokens[index].symbol), tokens[index].stated.isEmpty else {
                continue
            }
            var at = index + 1
            while let next = symbol(at), Self.skipped.contains(next) || isTime(at) { at += 1 }
            if symbol(at) == .amount, [nil, .of, .at].contains(tokens[at].relation) {
                tokens[index].stated = [tokens[at]]
                tokens.remove(at: at)
                continue
            }
            at = index - 1
            while [.be, .at].contains(symbol(at)) { at -= 1 }
            guard symbol(at) == .amount, [nil, .of].contains(tokens[at].relation) else { continue }
            tokens[index].stated = [tokens[at]]
            tokens.remove(at: at)
            index -= 1
        }
    }
}
