import Domain

/// Statements about the way back from an extreme.
extension Clause {
    /// "before recovering to $67,012.50", « légèrement remonté à 67 012,50 $ »: up from the low, or down from the high,
    /// to the price. The price is the newest of the day, so that its extremes are before it.
    mutating func returned() -> Reading {
        guard let verb = take(.recovered, .pulledBack) else { return .other }
        // « avant de remonter » has happened, « reste à remonter » has not.
        if verb.text.hasSuffix("er") || verb.text.hasSuffix("re"), has(.be) { return .other }
        let isUp = verb.symbol == .recovered
        let extreme = take(.low, .high, where: { [nil, .from, .of, .at].contains($0.relation) })
        // The extreme is named here, or was before.
        let end = extreme?.symbol ?? (context.topic == .low ? .low : context.topic == .high ? .high : nil)
        guard end == (isUp ? .low : .high), let value = isUp ? facts.low24h : facts.high24h else { return .other }
        if let stated = extreme?.stated.first, let fault = Self.fault(stated, is: value, isUp ? "the low" : "the high")
        {
            return .fault(fault)
        }
        drop(.subject, .it, .be, .since, .now, .from)
        let degrees = takeDegrees()
        if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
        let amount: TextToken
        if let pair = take(.pair), pair.stated.count == 2 {
            if let fault = Self.fault(pair.stated[0], is: value, isUp ? "the low" : "the high") { return .fault(fault) }
            amount = pair.stated[1]
        } else {
            guard let found = take(.amount, where: { [nil, .at, .to].contains($0.relation) }) else { return .other }
            amount = found
        }
        if let fault = Self.fault(amount, is: facts.price, "the price") { return .fault(fault) }
        let distance = abs(facts.price - value)
        guard isUp ? facts.price > value : facts.price < value, distance >= value * 0.0005 else {
            return .fault("the direction is the other one")
        }
        if degrees.contains(.slight), distance > value * 0.03 { return .fault("the distance is not small") }
        if degrees.contains(.strong), distance < value * 0.02 { return .fault("the distance is not large") }
        return .holds(Context())
    }
}
