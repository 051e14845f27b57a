import Domain

/// Statements about the change of the price.
extension Clause {
    /// "It fell 1.2% over 24 hours to $67,012.50", "up sharply", "unchanged", "the change is −1.2%"
    mutating func change() -> Reading {
        // "higher on the day and on the week"
        if context.isBare, context.direction != 0, tokens.allSatisfy(\.isTime), let time = tokens.first,
            tokens.count == 1
        {
            tokens = []
            guard let change = time.isWeek ? facts.change7d : facts.change24h, abs(change) >= 0.0005 else {
                return .fault("that change is not known")
            }
            return (change > 0) == (context.direction > 0)
                ? .holds(Context(topic: .price, direction: context.direction))
                : .fault("the direction is the other one")
        }
        let isNamed = has(.subject, .it, .change)
        guard isAbout(has(.percent) ? [.price, .change, .trend] : [.price, .change], named: isNamed),
            !has(.volatility, .trend, .usual, .low, .high, .range)
        else {
            return .other
        }
        // "The last hour closed 1.2% higher", "closed at $67,012.50, up 1.2%": of that hour only the close is known.
        if isOfHour || (context.reference == .hour && !tokens.contains(where: \.isTime)) {
            return .fault("the facts are of 24 hours")
        }
        let percents = takeAll(.percent)
        guard percents.count <= 1 else { return .other }
        let percent = percents.first
        // « Depuis 24 heures, le bitcoin a cédé 3 % » is of them as a whole.
        if percent != nil, tokens.contains(where: \.isTime) {
            tokens.removeAll { $0.symbol == .since && $0.text == "depuis" }
        }
        let directions = tokens.filter { [.up, .down, .more, .less].contains($0.symbol) }
        let flat = take(.flat, .nearFlat)
        let isSigned = percent.map { $0.sign != 0 } ?? false
        let isCarried = context.direction != 0 && percent != nil && directions.isEmpty && flat == nil
        // "to 4.3%", and "more gains", are of something else.
        // "bringing its weekly gain to 5.2%"
        let isBrought = tokens.contains { $0.symbol == .be && Self.bringing.contains($0.text) }
        if let percent, percent.relation == .to, !isBrought { return .other }
        if let percent, percent.relation == .at, percent.sign == 0, !isBrought, let direction = directions.first,
            // "the loss stands at 1.2%"
            !tokens.drop(while: { $0 != direction }).contains(where: { $0.symbol == .be })
        {
            return .other
        }
        let comparisons = directions.filter { [.more, .less].contains($0.symbol) }
        if !comparisons.isEmpty, comparisons.count < directions.count { return .other }
        if comparisons.contains(where: { Self.comparing.contains($0.text) }), percent == nil,
            !has(.amount)
        {
            return .other
        }
        // "The daily change is small."
        let isSmall = has(.change) && has(.slight) && percent == nil && directions.isEmpty && flat == nil
        guard
            flat != nil || !directions.isEmpty || isSigned || isCarried || isSmall
                || (has(.change) && percent != nil)
        else {
            return .other
        }
        // "is to rise", « reste à gagner »: not yet. "Saw its price increase" is.
        if hasInfinitive { return .fault("what will be is not known") }
        let hasChangeNoun = has(.change) || context.topic == .change
        let hasProgressive =
            directions.contains { Self.progressive.contains($0.text) || $0.text.prefix { $0 != " " }.hasSuffix("ing") }
            || tokens.contains { $0.symbol == .move && ["heading", "headed"].contains($0.text) }
        drop(.subject, .it, .be, .trade, .change, .now, .up, .down, .more, .less, .move, .reach)
        let beginning: Window?
        if let moment = take(.moment, where: { [.since, .from].contains($0.relation) }) {
            guard let window = window(since: moment) else { return .fault("the time is not that of the price") }
            beginning = window
        } else {
            beginning = nil
        }
        if let moment = take(.moment, where: { $0.relation == nil }), !Self.isMoment(moment, facts.asOf) {
            return .fault("the time is not that of the price")
        }
        let windows = tokens.filter(\.isTime).map(\.isWeek)
        var times = takeTimes()
        let degrees = takeDegrees()
        if let beginning {
            // "Since 14:00 UTC on 19 November, it has gained 2.7% on the week" has two windows.
            guard beginning == .week ? !times.isDay : !times.isWeek else { return .other }
            times = (beginning == .day, beginning == .week)
        }
        if times.isDay && times.isWeek {
            guard percent == nil, windows.count == 2 else { return .other }
            return bothChanges(windows, directions, degrees, flat, isSmall: isSmall)
        }
        // "Both gains are small, at 0.1% and 0.4%."
        let window = windows.isEmpty && percent != nil && directions.isEmpty ? context.windows.first : nil
        // "up on the day (+3.1%) and down on the week (−1.4%)"
        let isWeek =
            times.isWeek || window == true
            // "took a hit over the week, losing 4.8%"
            || ((isBracketed || context.isBare) && !times.isDay && context.isOfWeek && percent != nil)
        let isFromExtreme = context.reference == .from && [.low, .high].contains(context.topic)
        if isFromExtreme, times.isDay || isWeek || flat != nil { return .other }
        guard let change = isFromExtreme ? fromExtreme : isWeek ? facts.change7d : facts.change24h else {
            return .fault("that change is not known")
        }
        if hasProgressive, percent == nil, !has(.amount), !times.isDay, !times.isWeek {
            return .fault("what the price is doing now is not known")
        }
        if let fault = Self.fault(directions, degrees, change) { return .fault(fault) }
        if isSmall, abs(change) >= 0.01 { return .fault("the change is not slight") }
        if let flat {
            guard directions.isEmpty, percent == nil, degrees.isSubset(of: [.slight]) else {
                return .other
            }
            let most = flat.symbol == .flat ? 0.0015 : 0.005
            if abs(change) >= most { return .fault("the price has changed by \(change * 100) %") }
        } else if let fault = share(
            percent, change, directions, isUnsigned: hasChangeNoun && change > 0, isCarried: isCarried)
        {
            return .fault(fault)
        }
        let hasAmount = has(.amount, .pair)
        if let fault = amounts(of: change, directions, hasPercent: percent != nil || flat != nil) {
            return fault
        }
        let direction = flat == nil ? (change > 0 ? 1 : -1) : 0
        let isBare = percent == nil && !hasAmount
        // "The change is next to nothing: 0.04%."
        let isNoun = flat != nil && hasChangeNoun && percent == nil
        var next = Context(topic: isNoun ? .change : .price, direction: direction, isBare: isBare, isOfWeek: isWeek)
        if window != nil { next.windows = Array(context.windows.dropFirst()) }
        return .holds(next)
    }

    private enum Window { case day, week }

    /// The window that begins at a moment, with its date; `nil` where there is none such.
    private func window(since moment: TextToken) -> Window? {
        guard let end = facts.asOf, moment.decimals != 0 else { return nil }
        if Self.isMoment(moment, end - .seconds(24 * 3600)) { return .day }
        return Self.isMoment(moment, end - .seconds(7 * 24 * 3600)) ? .week : nil
    }

    /// "The changes of the day and of the week are positive": what is said holds for both.
    private func bothChanges(
        _ windows: [Bool], _ directions: [TextToken], _ degrees: Set<TextToken.Symbol>, _ flat: TextToken?,
        isSmall: Bool
    ) -> Reading {
        guard !has(.amount, .pair) else { return .other }
        guard let day = facts.change24h, let week = facts.change7d else { return .fault("that change is not known") }
        for change in [day, week] {
            if let fault = Self.fault(directions, degrees, change) { return .fault(fault) }
            if isSmall, abs(change) >= 0.01 { return .fault("the change is not slight") }
            if let flat, abs(change) >= (flat.symbol == .flat ? 0.0015 : 0.005) {
                return .fault("the price has changed by \(change * 100) %")
            }
        }
        if flat != nil || isSmall {
            return flat != nil && !directions.isEmpty ? .other : .holds(Context(topic: .change))
        }
        return .holds(Context(topic: .price, direction: day > 0 ? 1 : -1, windows: windows))
    }

    /// The change from the low or the high that was named.
    private var fromExtreme: Double? {
        let value = context.topic == .low ? facts.low24h : facts.high24h
        return value.flatMap { $0 > 0 ? facts.price / $0 - 1 : nil }
    }

    private static let comparing: Set = [
        "more", "less", "greater", "larger", "bigger", "smaller", "fewer", "wider", "stronger",
        "richer", "plus",
        "moins", "davantage",
    ]
    private static let bringing: Set = [
        "bringing", "brings", "brought", "taking", "takes", "porte", "portant", "amène",
    ]
    private static let progressive: Set = [
        "rising", "falling", "climbing", "increasing", "decreasing", "declining", "dropping", "sliding",
        "gaining",
        "losing", "advancing", "surging", "soaring", "plunging", "slipping", "easing", "goes up",
        "goes down", "rises",
        "falls", "climbs", "drops",
    ]

    private var hasInfinitive: Bool {
        let isSeen = tokens.contains {
            ["a vu", "voit", "voyait", "saw", "seen", "sees"].contains($0.text)
        }
        return tokens.indices.contains { index in
            guard [.up, .down].contains(tokens[index].symbol) else { return false }
            return (tokens[index].isInfinitive && !isSeen)
                || (index > 0 && tokens[index - 1].symbol == .to)
        }
    }

    /// What is wrong with the words of direction and degree.
    private static func fault(
        _ directions: [TextToken], _ degrees: Set<TextToken.Symbol>, _ change: Double
    ) -> String? {
        let isUp = directions.contains { [.up, .more].contains($0.symbol) }
        let isDown = directions.contains { [.down, .less].contains($0.symbol) }
        if isUp && isDown { return "it has no one direction" }
        if isUp || isDown {
            // What rounds to 0.0 % has no direction.
            if abs(change) < 0.0005 { return "the price has hardly changed" }
            if isUp != (change > 0) { return "the direction is the other one" }
        }
        let strengths = directions.compactMap(\.strength)
        if strengths.contains(.violent), abs(change) < 0.08 { return "the change is not so strong" }
        if strengths.contains(.strong) || degrees.contains(.strong), abs(change) < 0.025 {
            return "the change is not strong"
        }
        if strengths.contains(.slight) || degrees.contains(.slight) || degrees.contains(.weak),
            abs(change) >= 0.03
        {
            return "the change is not slight"
        }
        return nil
    }

    private func share(
        _ percent: TextToken?, _ change: Double, _ directions: [TextToken], isUnsigned: Bool,
        isCarried: Bool
    ) -> String? {
        guard let percent else { return nil }
        if percent.sign != 0 {
            if (percent.sign > 0) != (change > 0) { return "the change has the other sign" }
            if !directions.isEmpty, percent.sign < 0 {
                return "a signed number has no direction beside it"
            }
        } else if isCarried {
            if (context.direction > 0) != (change > 0) { return "the change has the other direction" }
        } else if directions.isEmpty, !isUnsigned {
            return "the change has no direction"
        }
        return Self.fault(percent, isShare: abs(change), "the change")
    }

    /// "by $840", "to $67,012.50", "from $67,853.88", "below $67,500"
    private mutating func amounts(
        of change: Double, _ directions: [TextToken], hasPercent: Bool
    ) -> Reading? {
        let before = change > -1 ? facts.price / (1 + change) : nil
        if let pair = take(.pair), pair.stated.count == 2 {
            guard pair.relation == .from || pair.relation == nil, !directions.isEmpty else {
                return .other
            }
            if let fault = Self.fault(pair.stated[0], is: before, "the price before")
                ?? Self.fault(pair.stated[1], is: facts.price, "the price")
            {
                return .fault(fault)
            }
        }
        if tokens.contains(where: { $0.symbol == .amount && $0.relation == .from }) {
            _ = take(.past, where: { $0.value != 7 })
        }
        let delta = before.map { abs(facts.price - $0) }
        for amount in takeAll(.amount) {
            let fault: String? =
                switch amount.relation {
                case .at, .to: Self.fault(amount, is: facts.price, "the price")
                case .from, .than: Self.fault(amount, is: before, "the price before")
                case nil where amount.hedge == .moreThan || amount.hedge == .lessThan:
                    Self.fault(amount, is: delta, "the change").flatMap { fault in
                        crosses(amount, directions, before) ? nil : fault
                    }
                case nil where hasPercent:
                    Self.fault(amount, is: facts.price, "the price").flatMap { fault in
                        Self.fault(amount, is: delta, "") == nil ? nil : fault
                    }
                default:
                    directions.isEmpty
                        ? "'\(amount.text)' has no direction" : Self.fault(amount, is: delta, "the change")
                }
            if let fault { return .fault(fault) }
        }
        return nil
    }

    /// "fell below $67,500": the price was above it before.
    func crosses(_ amount: TextToken, _ directions: [TextToken], _ before: Double?) -> Bool {
        guard let before, let direction = directions.first else { return false }
        return amount.hedge == .moreThan
            ? direction.symbol == .up && before <= amount.value && amount.value < facts.price
            : direction.symbol == .down && before >= amount.value && amount.value > facts.price
    }
}
