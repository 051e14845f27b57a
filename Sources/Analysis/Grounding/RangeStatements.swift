import Domain

/// Statements about the low, the high and what lies between them.
extension Clause {
    /// "The low was $65,900", "from a low of $65,900 to a high of $67,300", "at its high of the day"
    mutating func extreme() -> Reading {
        guard !has(.volatility, .usual, .percent, .flat) else { return .other }
        // "near its high of the day, at $67,300": of the price, or of the high.
        if !has(.low, .high, .subject, .up, .down), context.topic == .price,
            let end = context.reference, [.low, .high].contains(end), tokens.count == 1 || has(.be),
            let amount = take(.amount, where: { [nil, .at].contains($0.relation) })
        {
            drop(.be)
            let fault = Self.fault(
                amount, is: end == .low ? facts.low24h : facts.high24h, end == .low ? "the low" : "the high")
            return fault.map { .fault($0) } ?? .holds(context)
        }
        if !has(.low, .high), [.low, .high].contains(context.topic),
            !has(.subject) || context.reference == .at,
            has(.amount)
        {
            let isLow = context.topic == .low
            // "At its low, Bitcoin is at …" would be of now.
            if has(.subject), tokens.contains(where: { Self.present.contains($0.text) }) { return .other }
            drop(.be, .it, .reach, .trade, .subject)
            // "At its lowest, it fell to $65,900."
            if context.reference == .at {
                tokens.removeAll { $0.symbol == (isLow ? .down : .up) && $0.strength == nil && !$0.isInfinitive }
            }
            if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
            guard let amount = take(.amount), [nil, .at, .of].contains(amount.relation) else {
                return .other
            }
            let fault = Self.fault(
                amount, is: isLow ? facts.low24h : facts.high24h, isLow ? "the low" : "the high")
            return fault.map { .fault($0) } ?? .holds(Context(topic: context.topic))
        }
        guard has(.low, .high) else { return .other }
        let isPosition = isPosition
        var topic = context.topic
        while let token = take(.low, .high) {
            let isLow = token.symbol == .low
            topic = isLow ? .low : .high
            let value = isLow ? facts.low24h : facts.high24h
            let name = isLow ? "the low" : "the high"
            if isPosition {
                guard let value, abs(facts.price - value) <= value * 0.0005 else {
                    return .fault("the price is not at \(name)")
                }
                if token.stated.isEmpty { continue }
            }
            if let fault = Self.fault(token.stated.first, is: value, name) { return .fault(fault) }
            // "rose to a low" is not what a low is.
            if (isLow && has(.up, .more)) || (!isLow && has(.down, .less)) {
                return .fault("\(name) is not reached so")
            }
        }
        let isFrom = tokens.contains { $0.symbol == .from || $0.symbol == .since } && !has(.amount, .pair)
        drop(
            .subject, .it, .be, .trade, .reach, .touch, .range, .ranged, .move, .now, .market, .data,
            .since)
        tokens.removeAll { [.from, .up, .down].contains($0.symbol) && $0.strength == nil }
        if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
        // "From its high of $64,390, Bitcoin has fallen 3.9%."
        return .holds(Context(topic: topic, reference: isFrom ? .from : nil))
    }

    private static let closing: Set = [
        "closed", "close", "closes", "closing", "settled", "settles", "settling", "last traded",
        "last closed", "clôture",
        "clôturé", "clôturait",
    ]

    static let present: Set = [
        "is", "trades", "is trading", "stands", "sits", "trading", "are", "remains", "est", "vaut",
        "cote",
        "s' échange", "se négocie", "se situe",
        "se trouve", "s' établit", "s' affiche", "évolue", "reste", "coûte", "se traite", "demeure",
        "'s", "hovers",
        "it 's",
        // The close is the price, too.
        "closed", "close", "closes", "closing", "settled", "settles", "last traded", "last closed",
        "ended", "finished",
        "ended the day",
        "closed the day", "clôture", "clôturait", "clôturé", "terminé", "termine", "terminé la journée",
        "termine la journée",
        "now",
    ]

    static let presently: Set = [
        "now", "currently", "right now", "at the moment", "at present", "as of now", "presently", "at this time",
        "at this moment", "at this point", "présentement", "actuellement", "maintenant", "en ce moment", "à présent",
        "pour le moment", "pour l' instant", "à l' instant", "désormais",
    ]

    /// What keeps the price where it is.
    private static let holding: Set = [
        "hold", "holds", "held", "holding", "stays", "stayed", "staying", "remained", "se maintient", "s' est maintenu",
        "maintenu",
    ]

    /// Whether the price is said to be at an extreme now: "Bitcoin is at its low", "holds its high".
    private var isPosition: Bool {
        guard let extreme = tokens.firstIndex(where: { [.low, .high].contains($0.symbol) }) else {
            return false
        }
        let before = tokens[..<extreme]
        let isOfPrice =
            before.contains { [.subject, .it].contains($0.symbol) } || context.topic == .price
        // « descendu jusqu’à 65 900 $ »
        if has(.up, .down) || tokens[extreme].text.hasSuffix("jusqu' à") { return false }
        // "after trading as high as $63,900.50"
        let isReached = ["as high as", "as low as"].contains(tokens[extreme].text)
        if isReached, before.last?.text == "trading", !has(.subject, .it, .be) { return false }
        // "It stayed between its low of $65,900 and its high of $67,300."
        let isOne = !(has(.low) && has(.high))
        let isPresent = before.contains {
            [.be, .trade, .it].contains($0.symbol)
                && (Self.present.contains($0.text) || (isOne && Self.holding.contains($0.text)))
                && $0.text != "évolue"
        }
        return isOfPrice && isPresent && !has(.ranged) && tokens[extreme].relation != .from
    }

    /// "between $65,900 and $67,300", "no higher than $67,300"
    mutating func bounds() -> Reading {
        if has(.not) { return notBeyond() }
        if let token = take(.noHigher, .noLower), let amount = take(.amount) {
            drop(.subject, .it, .move, .be, .trade)
            if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
            let isHigh = token.symbol == .noHigher
            let fault = Self.fault(
                amount, is: isHigh ? facts.high24h : facts.low24h, isHigh ? "the high" : "the low")
            return fault.map { .fault($0) } ?? .holds(Context())
        }
        guard has(.pair), !has(.up, .down, .more, .less, .volatility, .usual, .passed),
            isAbout([.price, .range, .change], named: has(.subject, .it, .range, .ranged))
        else { return .other }
        // A close is one price.
        if tokens.contains(where: { $0.symbol == .trade && Self.closing.contains($0.text) }) {
            return .other
        }
        // "went from A to B" has a direction.
        if has(.move), !has(.ranged),
            tokens.contains(where: { $0.symbol == .pair && $0.relation == .from })
        {
            return .other
        }
        // The low and the high are of the whole day, not of now.
        if tokens.contains(where: { $0.symbol == .now && Self.presently.contains($0.text) }) { return .other }
        // "in a $1,400 range between $65,900 and $67,300"
        if has(.range), let width = take(.amount, where: { [nil, .of].contains($0.relation) }) {
            let fault = Self.fault(
                width, is: facts.high24h.flatMap { high in facts.low24h.map { high - $0 } }, "the range")
            if let fault { return .fault(fault) }
        }
        drop(.subject, .it, .be, .trade, .range, .ranged, .move, .market, .data, .since, .now)
        let degrees = takeDegrees()
        if degrees.contains(.slight), facts.volatility == .high { return .fault("the change is not slight") }
        if degrees.contains(.strong), facts.volatility == .low { return .fault("the change is not strong") }
        if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
        guard let pair = take(.pair), pair.stated.count == 2 else { return .other }
        if let fault = Self.fault(pair.stated[0], is: facts.low24h, "the low")
            ?? Self.fault(pair.stated[1], is: facts.high24h, "the high")
        {
            return .fault(fault)
        }
        return .holds(Context(topic: .range))
    }

    /// "has not exceeded $67,300"
    private mutating func notBeyond() -> Reading {
        guard has(.subject, .it), takeNegation(),
            var amount = take(.amount, where: { [.moreThan, .lessThan].contains($0.hedge) })
        else { return .other }
        let isHigh = amount.hedge == .moreThan
        amount.hedge = nil
        drop(.subject, .it, .be, .move, .trade)
        if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
        let fault = Self.fault(
            amount, is: isHigh ? facts.high24h : facts.low24h, isHigh ? "the high" : "the low")
        return fault.map { .fault($0) } ?? .holds(Context())
    }

    /// "The range was $1,400 wide"
    mutating func range() -> Reading {
        // "The price stayed within $1,400."
        let isInside = has(.subject, .it) && tokens.contains { $0.symbol == .amount && $0.hedge == .inside }
        let wide = has(.range, .ranged) || context.topic == .range || isInside
        guard wide, !has(.low, .high, .up, .down, .usual, .volatility, .percent) else {
            return .other
        }
        let isNamed = has(.range)
        // "The range is narrow" is a judgement that no fact states; "a narrow band of $1,140" only describes one.
        let isJudged = tokens.indices.contains { index in
            tokens[index].symbol == .slight && Self.narrow.contains(tokens[index].text)
                && ![index - 1, index + 1].contains {
                    tokens.indices.contains($0) && [.range, .day].contains(tokens[$0].symbol)
                }
        }
        if isJudged { return .other }
        drop(.known, .range, .ranged, .be, .subject, .it, .trade, .reach, .move, .since, .market, .now)
        // « l’amplitude n’a pas dépassé 1 400 $ »
        if isNamed { drop(.noHigher) }
        if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
        let degrees = takeDegrees()
        if degrees.contains(.slight), facts.volatility == .high { return .fault("the range is not narrow") }
        if degrees.contains(.strong), facts.volatility == .low { return .fault("the range is not wide") }
        if isNamed, tokens.isEmpty, degrees == [.slight] || degrees == [.strong] {
            let said: Briefing.Volatility = degrees == [.slight] ? .low : .high
            guard facts.high24h != nil else { return .fault("the range is not known") }
            return facts.volatility == said
                ? .holds(Context(topic: .range))
                : .fault(said == .low ? "the range is not narrow" : "the range is not wide")
        }
        guard has(.amount) else { return .other }
        guard var amount = take(.amount), let high = facts.high24h, let low = facts.low24h else {
            return .fault("the range is not known")
        }
        if isInside { amount.hedge = nil }
        let fault = Self.fault(amount, is: high - low, "the range")
        return fault.map { .fault($0) } ?? .holds(Context(topic: .range))
    }

    private static let narrow: Set = [
        "narrow", "tight", "étroit", "étroite", "étroits", "étroites", "resserré", "resserrée", "serré", "serrée",
    ]
}
