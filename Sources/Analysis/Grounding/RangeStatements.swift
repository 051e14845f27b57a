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

    /// "$287.50 below its high", "near its low", "closer to its high than to its low", "in the upper half of its range"
    mutating func position() -> Reading {
        guard isAbout([.price, .change, .range, .low, .high], named: has(.subject, .it)), !has(.volatility, .usual)
        else {
            return .other
        }
        if !has(.closer), let half = take(.upperPart, .lowerPart) {
            guard let place else { return .fault("the range is not known") }
            drop(.subject, .it, .be, .trade, .range, .now, .move)
            if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
            let isThird = ["third", "tiers", "haut de", "bas de"].contains { half.text.contains($0) }
            let least = isThird ? 2.0 / 3 : 0.5
            let holds = half.symbol == .upperPart ? place > least : place < 1 - least
            return holds ? .holds(Context()) : .fault("the price is not in that part of the range")
        }
        if has(.range), !has(.closer),
            let end = take(.low, .high, where: { $0.text.hasSuffix(" end") && $0.stated.isEmpty })
        {
            guard let place else { return .fault("the range is not known") }
            drop(.subject, .it, .be, .trade, .range, .now, .near)
            if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
            return end.symbol == .low
                ? (place < 1.0 / 3 ? .holds(Context()) : .fault("the price is not there"))
                : place > 2.0 / 3 ? .holds(Context()) : .fault("the price is not there")
        }
        if take(.closer) != nil { return closer() }
        if take(.midway) != nil {
            guard let place, abs(place - 0.5) <= 0.15 else {
                return .fault("the price is not in the middle")
            }
            // "midway between its low and its high"
            let ends = tokens.filter { [.low, .high].contains($0.symbol) && $0.stated.isEmpty }
            if ends.count == 2, ends[0].symbol != ends[1].symbol { drop(.low, .high) }
            let isExtreme = has(.low, .high)
            drop(.subject, .it, .be, .trade, .now, .range)
            if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
            if let amount = take(.amount), let fault = Self.fault(amount, is: facts.price, "the price") {
                return .fault(fault)
            }
            return isExtreme ? extreme() : .holds(Context())
        }
        guard let reference = take(.reference, where: { $0.target == .low || $0.target == .high }) ?? pronoun(),
            let target = reference.target
        else { return fromPrice() ?? .other }
        let degrees = takeDegrees()
        // "5.8% off the high that it reached"
        if has(.it) { drop(.reach, .touch) }
        drop(.subject, .it, .be, .trade, .range, .now, .move)
        if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
        let isLow = target == .low
        let name = isLow ? "the low" : "the high"
        guard let value = isLow ? facts.low24h : facts.high24h else {
            return .fault("\(name) is not known")
        }
        if let stated = reference.stated.first, let fault = Self.fault(stated, is: value, name) {
            return .fault(fault)
        }
        let distance = abs(facts.price - value)
        var given = reference.distance.first
        if given?.hedge == .inside, let amount = given {
            given = nil
            let limit = amount.symbol == .percent ? amount.value / 100 * value : amount.value
            if distance > limit { return .fault("the price is farther from \(name)") }
        }
        if let given {
            let fault =
                given.symbol == .percent
                ? Self.fault(given, isShare: distance / value, "the distance from \(name)")
                : given.symbol == .amount
                    ? Self.fault(given, is: distance, "the distance from \(name)") : "it is no distance"
            if let fault { return .fault(fault) }
        }
        // "slipped from its high of $64,390 to $61,847.20"
        if given == nil, let amount = take(.amount, where: { $0.relation == .to }),
            let fault = Self.fault(amount, is: facts.price, "the price")
        {
            return .fault(fault)
        }
        switch reference.relation {
        case .below?:
            if facts.price >= value || isLow { return .fault("the price is not below \(name)") }
        case .above?:
            if facts.price <= value || !isLow { return .fault("the price is not above \(name)") }
        case .near?:
            guard let place, isLow ? place <= 0.3 : place >= 0.7 else {
                return .fault("the price is not near \(name)")
            }
        default: return .other
        }
        if degrees.contains(.slight), distance > value * 0.03 {
            return .fault("the distance is not small")
        }
        // "well above its low": far, or in the other half of the range.
        let isOther = place.map { isLow ? $0 > 0.6 : $0 < 0.4 } ?? false
        if degrees.contains(.strong), distance < value * (isOther ? 0.01 : 0.02) {
            return .fault("the distance is not large")
        }
        return .holds(Context(topic: .price, reference: target))
    }

    /// "The low was $81,020.50, and Bitcoin is 1.4% above it."
    private mutating func pronoun() -> TextToken? {
        guard [.low, .high].contains(context.topic), !has(.low, .high, .reference, .up, .down, .more, .less),
            // "The high lies 1% above the price" is the other way round.
            tokens.last?.symbol != .subject,
            let distance = tokens.first(where: {
                [.percent, .amount].contains($0.symbol) && $0.relation == nil && $0.sign == 0
            }),
            let place = tokens.firstIndex(where: { [.above, .below].contains($0.symbol) }),
            // "The high lies 1% below the price" measures from the price, and is not of the pronoun's kind.
            !tokens[place...].contains(where: { $0.symbol == .subject }),
            let side = take(.above, .below)
        else { return nil }
        _ = take(.percent, .amount)
        var reference = TextToken(.reference, side.text)
        reference.target = context.topic == .low ? .low : .high
        (reference.relation, reference.distance) = (side.symbol, [distance])
        return reference
    }

    /// "The high lies 1% above the current price", « le plus haut n’est qu’à 1 % du cours »
    private mutating func fromPrice() -> Reading? {
        let ends = tokens.filter { [.low, .high].contains($0.symbol) }
        let named: TextToken.Symbol? = context.topic == .low ? .low : context.topic == .high ? .high : nil
        guard let end = ends.first?.symbol ?? named, ends.count < 2,
            let price = tokens.lastIndex(where: { $0.symbol == .subject }), price == tokens.count - 1,
            let number = tokens.firstIndex(where: {
                [.percent, .amount].contains($0.symbol) && $0.sign == 0 && [nil, .at].contains($0.relation)
            })
        else { return nil }
        let distance = tokens[number]
        // « 1,4 % plus haut que le cours »
        let sides: [TextToken.Symbol: TextToken.Symbol] =
            has(.than)
            ? [.above: .above, .below: .below, .more: .above, .less: .below] : [.above: .above, .below: .below]
        let side = tokens[number...].compactMap { sides[$0.symbol] }.first
        guard side != nil || distance.relation == .at, !has(.up, .down, .not), has(.than) || !has(.more, .less),
            let value = end == .low ? facts.low24h : facts.high24h, facts.price > 0
        else { return nil }
        if let stated = ends.first?.stated.first,
            let fault = Self.fault(stated, is: value, end == .low ? "the low" : "the high")
        {
            return .fault(fault)
        }
        if let side, (side == .above) != (value > facts.price) { return .fault("the direction is the other one") }
        tokens.remove(at: number)
        drop(.low, .high, .above, .below, .more, .less, .than, .subject, .be, .now)
        if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
        let far = abs(value - facts.price)
        let fault =
            distance.symbol == .percent
            ? Self.fault(distance, isShare: far / facts.price, "the distance from the price")
            : Self.fault(distance, is: far, "the distance from the price")
        return fault.map { .fault($0) } ?? .holds(Context())
    }

    /// "$330 separate the price from the day's high", "$2,930 separate the low and the high"
    mutating func separation() -> Reading {
        guard take(.separate) != nil,
            let number = take(.amount, .percent, where: { $0.sign == 0 && $0.relation == nil })
        else { return .other }
        let ends = tokens.filter { [.low, .high].contains($0.symbol) && $0.stated.isEmpty }
        let isRange = has(.range) && ends.isEmpty
        guard isRange || (ends.count == 1 && has(.subject, .it)) else { return .other }
        drop(.range, .low, .high, .subject, .it, .from, .be, .now)
        if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
        guard let low = facts.low24h, let high = facts.high24h, low > 0 else { return .fault("the range is not known") }
        if isRange {
            guard number.symbol == .amount else { return .other }
            return Self.fault(number, is: high - low, "the range").map { .fault($0) } ?? .holds(Context(topic: .range))
        }
        let (value, name) =
            ends[0].symbol == .low ? (low, "the distance from the low") : (high, "the distance from the high")
        let distance = abs(facts.price - value)
        let fault =
            number.symbol == .percent
            ? Self.fault(number, isShare: distance / value, name) : Self.fault(number, is: distance, name)
        return fault.map { .fault($0) } ?? .holds(Context())
    }

    private mutating func closer() -> Reading {
        let references = tokens.compactMap { $0.symbol == .reference ? $0.target : $0.symbol }
            .map { $0 == .lowerPart ? .low : $0 == .upperPart ? .high : $0 }
            .filter { [.low, .high].contains($0) }
        // "closer to the bottom of the range" than to its top.
        let isWhole = references.count == 2 ? references[0] != references[1] : references.count == 1 && !has(.than)
        guard isWhole, let place, !has(.percent, .amount, .usual, .volatility) else { return .other }
        tokens.removeAll {
            [.low, .high, .lowerPart, .upperPart, .reference, .than, .subject, .it, .be, .trade, .range, .now].contains(
                $0.symbol)
        }
        if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
        _ = takeDegrees()
        let holds = references[0] == .low ? place < 0.5 : place > 0.5
        return holds ? .holds(Context()) : .fault("the price is closer to the other one")
    }

    /// Where the price is in the range: 0 at the low, 1 at the high.
    private var place: Double? {
        guard let low = facts.low24h, let high = facts.high24h, high > low else { return nil }
        return (facts.price - low) / (high - low)
    }
}
