import Domain

/// Statements about where the price is between the low and the high.
extension Clause {
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
