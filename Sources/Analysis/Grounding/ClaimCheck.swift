import Domain

/// Compares what a clause says with the facts.
struct ClaimCheck {
    let facts: TextFacts

    /// What is wrong; `nil` when the facts support the claim.
    func fault(_ claim: TextClaim, _ tokens: [TextToken]) -> String? {
        let percents = tokens.filter { $0.symbol == .percent }
        let amounts = tokens.filter { $0.symbol == .amount }
        if let foreign = amounts.first(where: { $0.quote != facts.quote }) {
            return "'\(foreign.text)' is not in \(facts.quote)"
        }
        if amounts.contains(where: { $0.sign != 0 }) { return "a price has no sign" }
        let isWeek = tokens.contains { $0.symbol == .week || ($0.symbol == .days && $0.isTime) }
        if isWeek, claim != .change { return "the facts are of 24 hours" }
        switch claim {
        case .nothing: return nil
        case .price: return number(amounts.first, is: facts.price, "the price")
        case .change, .changeAmount: return change(claim, tokens, percents.first, amounts.first)
        case .changeTo:
            return change(.change, tokens, percents.first, nil) ?? number(amounts.first, is: facts.price, "the price")
        case .extremes: return numbers(amounts, are: [facts.low24h, facts.high24h], "the low and the high")
        case .extremesReversed: return numbers(amounts, are: [facts.high24h, facts.low24h], "the high and the low")
        case .low: return number(amounts.first, is: facts.low24h, "the low")
        case .high: return number(amounts.first, is: facts.high24h, "the high")
        case .width: return number(amounts.first, is: difference(facts.high24h, facts.low24h), "the range")
        case .belowHigh: return distance(tokens, amounts.first, to: facts.high24h, sign: -1, "the high")
        case .aboveLow: return distance(tokens, amounts.first, to: facts.low24h, sign: 1, "the low")
        case .volatility: return share(percents.first, is: facts.volatility24h, "the volatility")
        case .usual: return share(percents.first, is: facts.usualVolatility, "the usual volatility")
        case .versusUsual, .ratio, .difference: return versusUsual(claim, tokens, percents.first)
        case .regime: return regime(tokens)
        case .trend: return trend(tokens)
        case .unknownTrend: return facts.trend == nil ? nil : "the trend is known"
        case .unknownChange: return facts.change24h == nil ? nil : "the change is known"
        case .forecast:
            guard tokens.contains(where: { $0.symbol == .hours && $0.value == 24 }) else {
                return "the horizon is 24 hours"
            }
            return numbers(amounts, are: [facts.forecast?.low80, facts.forecast?.high80], "the 80 % range")
        case .moment: return isMoment(tokens, facts.asOf) ? nil : "the time is not that of the price"
        case .openHour: return openHour(tokens, percents.first, amounts.first)
        case .largestMove:
            guard let move = facts.largestMove, isMoment(tokens, move.hour) else { return "it was not then" }
            return directed(tokens, move.change) ?? share(percents.first, is: abs(move.change), "the largest move")
        case .outlier:
            let isOne = facts.outliers.contains {
                number(amounts.first, is: $0.price, "") == nil && isMoment(tokens, $0.time)
            }
            return isOne ? nil : "no such price was left out"
        case .knownAndMissing: return counts(tokens, are: [facts.hoursKnown, facts.hoursMissing])
        case .missingAndKnown: return counts(tokens, are: [facts.hoursMissing, facts.hoursKnown])
        case .missing, .missingOf, .known, .knownOf, .otherCurrency, .disputed, .age: return hours(claim, tokens)
        }
    }

    // MARK: Changes

    private func change(
        _ claim: TextClaim, _ tokens: [TextToken], _ percent: TextToken?, _ amount: TextToken?
    ) -> String? {
        let isWeek = tokens.contains { $0.symbol == .week || $0.symbol == .days }
        guard let change = isWeek ? facts.change7d : facts.change24h else { return "that change is not known" }
        if tokens.contains(where: { $0.symbol == .day && Self.rates.contains($0.text) }) {
            return "the change is of the last day, not of each day"
        }
        if tokens.contains(where: { Self.strongWords.contains($0.text) }), abs(change) < 0.03 {
            return "the change is not strong"
        }
        if tokens.contains(where: { $0.symbol == .flat }) {
            return abs(change) < 0.0005 ? nil : "the price has changed by \(change * 100) %"
        }
        if tokens.contains(where: { $0.symbol == .slight }), abs(change) >= 0.03 { return "the change is not slight" }
        if tokens.contains(where: { $0.symbol == .strong }), abs(change) < 0.03 { return "the change is not strong" }
        if claim == .changeAmount {
            return directed(tokens, change)
                ?? number(amount, is: abs(facts.price - facts.price / (1 + change)), "the change")
        }
        let isDirected = tokens.contains { $0.symbol == .up || $0.symbol == .down }
        if isDirected, let fault = directed(tokens, change) { return fault }
        guard let percent else { return isDirected ? nil : "it has no number" }
        if percent.sign != 0 {
            if (percent.sign > 0) != (change > 0) { return "the change has the other sign" }
            if isDirected, percent.sign < 0 { return "a signed number has no direction beside it" }
        } else if !isDirected {
            return "the change has no direction"
        }
        return share(percent, is: abs(change), "the change")
    }

    private static let rates = EnglishPhrases.rates.union(FrenchPhrases.rates)
    private static let strongWords = EnglishPhrases.strongWords.union(FrenchPhrases.strongWords)

    private func directed(_ tokens: [TextToken], _ change: Double) -> String? {
        let (up, down) = (tokens.contains { $0.symbol == .up }, tokens.contains { $0.symbol == .down })
        guard up != down else { return "it has no one direction" }
        // What rounds to 0.0 % has no direction.
        guard abs(change) >= 0.0005 else { return "the price has hardly changed" }
        return up == (change > 0) ? nil : "the direction is the other one"
    }

    private func openHour(_ tokens: [TextToken], _ percent: TextToken?, _ amount: TextToken?) -> String? {
        guard let open = facts.openHour else { return "nothing is known since then" }
        return directed(tokens, open.change) ?? share(percent, is: abs(open.change), "the change since then")
            ?? number(amount, is: open.price, "the price since then")
    }

    // MARK: Volatility and trend

    private func versusUsual(_ claim: TextClaim, _ tokens: [TextToken], _ percent: TextToken?) -> String? {
        guard let now = facts.volatility24h, let usual = facts.usualVolatility, usual > 0 else {
            return "the usual volatility is not known"
        }
        let ratio = now / usual
        let symbols = Set(tokens.map(\.symbol))
        if symbols.contains(.below), ratio >= 0.99 { return "the volatility is not below the usual one" }
        if symbols.contains(.above), ratio <= 1.01 { return "the volatility is not above the usual one" }
        if symbols.contains(.near) || symbols.isDisjoint(with: [.below, .above, .percent]) {
            if !(0.8...1.25).contains(ratio) { return "the volatility is not near the usual one" }
        }
        if symbols.contains(.slight), !(0.75...1.33).contains(ratio) { return "the difference is not slight" }
        if symbols.contains(.strong), (0.75...1.33).contains(ratio) { return "the difference is not large" }
        guard let percent else { return nil }
        return switch claim {
        case .ratio: share(percent, is: ratio, "the share of the usual volatility")
        case .difference: share(percent, is: abs(1 - ratio), "the difference from the usual volatility")
        default: share(percent, is: usual, "the usual volatility")
        }
    }

    private func regime(_ tokens: [TextToken]) -> String? {
        let said: Briefing.Volatility? =
            tokens.contains { $0.symbol == .low }
            ? .low
            : tokens.contains { $0.symbol == .high } ? .high : tokens.contains { $0.symbol == .middle } ? .normal : nil
        return said != nil && said == facts.volatility ? nil : "the volatility is not so"
    }

    private func trend(_ tokens: [TextToken]) -> String? {
        let said: Briefing.Trend =
            tokens.contains { $0.symbol == .bullish }
            ? .bullish : tokens.contains { $0.symbol == .bearish } ? .bearish : .stable
        return said == facts.trend ? nil : "the trend is not so"
    }

    // MARK: Hours

    private func hours(_ claim: TextClaim, _ tokens: [TextToken]) -> String? {
        let count = tokens.first { $0.symbol == .count }
        let spans = tokens.filter { $0.symbol == .hours }
        // "3 hours of the last 24 hours"
        let hours = spans.first { !$0.isTime } ?? spans.first
        if claim == .age {
            guard let age = facts.ageInHours, facts.isStale else { return "the price is not old" }
            if let days = tokens.first(where: { $0.symbol == .days }) {
                return Int(days.value) == age / 24 ? nil : "the price is not so old"
            }
            return Int(hours?.value ?? -1) == age ? nil : "the price is not so old"
        }
        let said = [.missing, .known].contains(claim) ? hours : count
        if [.missing, .known].contains(claim), let count, count.value != 24 { return "the facts are of 24 hours" }
        if ![.missing, .known].contains(claim), hours.map({ $0.value != 24 }) ?? [.missingOf, .knownOf].contains(claim)
        {
            return "the facts are of 24 hours"
        }
        let fact: Int? =
            switch claim {
            case .missing, .missingOf: facts.hoursMissing
            case .known, .knownOf: facts.hoursKnown
            case .otherCurrency: facts.hoursInOtherQuote
            default: facts.disputedHours
            }
        guard let said, let fact, said.hedge == nil, said.decimals == 0, said.sign == 0, fact > 0 else {
            return "that number of hours is not known"
        }
        return said.value == Double(fact) ? nil : "it is \(fact) hours"
    }

    private func counts(_ tokens: [TextToken], are facts: [Int?]) -> String? {
        let said = tokens.filter { $0.symbol == .count }
        guard tokens.contains(where: { $0.symbol == .hours && $0.value == 24 }), said.count == facts.count else {
            return "the facts are of 24 hours"
        }
        let isSo = zip(said, facts).allSatisfy { said, fact in
            fact.map { $0 > 0 && Double($0) == said.value && said.hedge == nil && said.sign == 0 } ?? false
        }
        return isSo ? nil : "that number of hours is not known"
    }

    private func isMoment(_ tokens: [TextToken], _ time: Timestamp?) -> Bool {
        guard let time, let said = tokens.first(where: { $0.symbol == .moment }) else { return false }
        let text = time.rfc3339
        let numbers = [
            text.dropFirst(5).prefix(2), text.dropFirst(8).prefix(2), text.dropFirst(11).prefix(2),
            text.dropFirst(14).prefix(2),
        ].compactMap { Int($0) }
        guard numbers.count == 4, Int(said.value) == numbers[2] * 60 + numbers[3] else { return false }
        return said.decimals == 0 || said.decimals == numbers[0] * 100 + numbers[1]
    }

    // MARK: Numbers

    private func distance(
        _ tokens: [TextToken], _ amount: TextToken?, to extreme: Double?, sign: Double, _ name: String
    ) -> String? {
        guard let extreme, sign * (facts.price - extreme) > 0 else { return "the price is not beyond \(name)" }
        guard let amount else { return nil }
        // "$287.50 below its high", or "below its high of $67,300".
        let isDistance =
            tokens.first { $0.symbol == .amount || $0.symbol == .below || $0.symbol == .above }?.symbol == .amount
        return number(amount, is: isDistance ? abs(facts.price - extreme) : extreme, name)
    }

    private func difference(_ high: Double?, _ low: Double?) -> Double? {
        high.flatMap { high in low.map { high - $0 } }
    }

    private func numbers(_ tokens: [TextToken], are values: [Double?], _ name: String) -> String? {
        guard tokens.count == values.count else { return "\(name) have two numbers" }
        return zip(tokens, values).compactMap { number($0, is: $1, name) }.first
    }

    private func share(_ token: TextToken?, is value: Double?, _ name: String) -> String? {
        number(token, is: value.map { $0 * 100 }, name)
    }

    /// Whether a number is the value as far as it is written: rounded, or cut off.
    private func number(_ token: TextToken?, is value: Double?, _ name: String) -> String? {
        guard let value, value.isFinite else { return "\(name) is not known" }
        guard let token else { return "\(name) has no number" }
        return RoundedNumber(token).stands(for: value) ? nil : "'\(token.text)' is not \(name)"
    }
}
