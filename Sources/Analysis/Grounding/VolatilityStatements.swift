import Domain

/// Statements about the volatility and the trend.
extension Clause {
    /// "Volatility is 2.1% a day", "below its usual 2.5%", "84% of its usual level", "calmer than usual", "high"
    mutating func volatility() -> Reading {
        let isUsual = tokens.contains { $0.symbol == .reference && $0.target == .usual }
        let isNamed =
            has(.volatility, .volatile, .calm)
            || tokens.contains {
                [.usual, .reference].contains($0.symbol) && $0.text.contains("volatil")
            }
        // "Bitcoin moved more than usual" is of the volatility.
        let isMovement =
            has(.move, .ranged) && has(.subject, .it)
            && tokens.contains { $0.symbol == .reference && $0.target == .usual && $0.isOfMovement } || isWide
        guard
            isNamed || isUsual || isMovement || has(.usual, .usually) || [.volatility, .usual].contains(context.topic)
        else {
            return .other
        }
        // "Compared with its usual 2.1%, volatility is low": what is compared comes next.
        if tokens.count == 1, isUsual, !isNamed, let reference = tokens.first, !reference.stated.isEmpty,
            reference.relation == nil, reference.distance.isEmpty, context.topic != .volatility
        {
            tokens = []
            if let fault = versusUsual(reference, []) { return .fault(fault) }
            return .holds(Context(topic: .volatility, reference: .usual, isPending: true))
        }
        // "Bitcoin, usually 2.1%, is 1.2%" says it of the price.
        if context.isPending, context.topic == .volatility, context.reference == .usual, !isNamed { return .other }
        guard isNamed || isMovement || [.volatility, .usual].contains(context.topic),
            !has(.amount, .pair, .change, .trend)
        else {
            return .other
        }
        if has(.subject), !isNamed, !isMovement { return .other }
        // "The price is unusually high" is of the price.
        let isDegree = tokens.contains {
            [.volatile, .calm].contains($0.symbol) && Self.ofVolatilityOnly.contains($0.text)
        }
        if isDegree, !has(.volatility), context.topic != .volatility || has(.subject) { return .other }
        if isMovement { drop(.move, .ranged) }
        // "Volatility's high of $67,300"
        if tokens.contains(where: { $0.symbol != .reference && !$0.stated.isEmpty }) { return .other }
        let isVolatilityNamed = has(.volatility)
        drop(.volatility, .subject, .it, .be, .rate, .reach, .now, .trade, .data, .since)
        if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
        let degrees = takeDegrees()
        var next = Context(topic: isWide && !isUsual ? .range : .volatility)
        while let reference = take(.reference, where: { $0.target == .usual }) {
            if let fault = versusUsual(reference, degrees) { return .fault(fault) }
            next.reference = .usual
        }
        if next.reference == .usual { drop(.volatile, .market) }
        // "79% above usual" is taken; what is left is the volatility itself.
        let percents = takeAll(.percent)
        // "1.9% compared to 2.8%"
        if percents.count == 2, next.reference == nil, percents[1].relation == .than {
            next.reference = .usual
            if let fault = Self.fault(percents[1], isShare: facts.usualVolatility, "the usual volatility") {
                return .fault(fault)
            }
        } else if percents.count > 1 {
            return .other
        }
        // "where 2.5% is usual"
        if let percent = percents.first, percents.count == 1, next.reference == nil, !isVolatilityNamed,
            context.topic == .volatility, context.reference == nil, degrees.isEmpty,
            tokens.count == 1, tokens[0].symbol == .usual,
            Self.fault(percent, isShare: facts.usualVolatility, "") == nil
        {
            tokens = []
            return .holds(Context(topic: .volatility, reference: .usual))
        }
        if let percent = percents.first {
            guard percent.relation != .from, percent.sign == 0 else { return .other }
            let isOfUsual =
                context.topic == .usual || percent.relation == .than
                || (context.reference == .usual && isBracketed && next.reference == nil && !isVolatilityNamed)
            let fault =
                isOfUsual
                ? Self.fault(percent, isShare: facts.usualVolatility, "the usual volatility")
                : Self.fault(percent, isShare: facts.volatility24h, "the volatility")
            if let fault { return .fault(fault) }
        } else if next.reference == nil {
            return regime(degrees) ?? .holds(next)
        }
        if has(.low, .high, .middle, .usual, .calm, .volatile)
            || !degrees.isDisjoint(with: [.weak, .strong])
        {
            if next.reference == nil || has(.low, .high, .calm), let reading = regime(degrees) {
                return reading
            }
        }
        // "volatility of just 1.8%"
        let isSmall = facts.volatility == .low || (ratio ?? 1) < 0.9
        if next.reference == nil, !degrees.isEmpty, degrees != [.slight] || !isSmall { return .other }
        return .holds(next)
    }

    /// "Prices ranged widely"
    private var isWide: Bool {
        has(.ranged) && has(.subject, .it) && has(.strong)
            && tokens.allSatisfy {
                $0.isTime || [.ranged, .subject, .it, .strong, .be, .now].contains($0.symbol)
            }
    }

    private static let ofVolatilityOnly: Set = [
        "unusually high", "unusually elevated", "unusually low", "inhabituellement élevée", "inhabituellement forte",
        "inhabituellement faible", "inhabituellement basse", "subdued", "muted", "reduced", "unusually subdued",
        "contenu",
        "contenue", "réduit", "réduite", "limité", "limitée",
    ]

    /// The regime that is said, compared with that of the facts; `nil` where it is right.
    private mutating func regime(_ degrees: Set<TextToken.Symbol>) -> Reading? {
        // "At its low" is a place among others.
        if tokens.contains(where: { [.low, .high].contains($0.symbol) && $0.relation != nil }) {
            return .other
        }
        let word = take(.low, .high, .middle, .usual, .calm, .volatile)
        drop(.market)
        let said: Briefing.Volatility
        switch word?.symbol {
        case .low?, .calm?: said = .low
        case .high?, .volatile?: said = .high
        case .middle?, .usual?: said = .normal
        default:
            if degrees.contains(.weak) || degrees == [.slight] {
                said = .low
            } else if degrees.contains(.strong) {
                said = .high
            } else {
                return .other
            }
        }
        if word != nil, degrees.contains(.slight) || degrees.contains(.weak) { return .other }
        if word != nil, degrees.contains(.strong), said == .normal { return .other }
        return said == facts.volatility ? nil : .fault("the volatility is not so")
    }

    /// The present volatility as a multiple of the usual one.
    private var ratio: Double? {
        guard let now = facts.volatility24h, let usual = facts.usualVolatility, usual > 0 else { return nil }
        return now / usual
    }

    private func versusUsual(_ reference: TextToken, _ degrees: Set<TextToken.Symbol>) -> String? {
        guard let now = facts.volatility24h, let usual = facts.usualVolatility, let ratio else {
            return "the usual volatility is not known"
        }
        if let stated = reference.stated.first,
            let fault = Self.fault(stated, isShare: usual, "the usual volatility"),
            !reference.isDistanceOrValue || ratio <= 1 || Self.fault(stated, isShare: ratio - 1, "") != nil
        {
            return fault
        }
        let distance = reference.distance.first
        if reference.relation == .of || distance?.symbol == .times {
            guard let distance else { return "it has no number" }
            if distance.symbol == .times {
                return Self.fault(
                    distance, is: Self.multiple(ratio, reference.relation, of: distance.value),
                    "the multiple of the usual volatility")
            }
            if reference.relation == .below { return "a multiple is not below" }
            return distance.symbol == .points
                ? "it is no share"
                : Self.fault(distance, isShare: ratio, "the share of the usual volatility")
        }
        switch reference.relation {
        case .below?: if ratio >= 0.99 { return "the volatility is not below the usual one" }
        case .above?: if ratio <= 1.01 { return "the volatility is not above the usual one" }
        case .near?:
            if !(0.8...1.25).contains(ratio) { return "the volatility is not near the usual one" }
        default: if reference.stated.isEmpty { return "it compares nothing" }
        }
        if degrees.contains(.slight), !(0.75...1.33).contains(ratio) {
            return "the difference is not slight"
        }
        if degrees.contains(.strong), (0.75...1.33).contains(ratio) {
            return "the difference is not large"
        }
        if degrees.contains(.clear), (0.9...1.1).contains(ratio) {
            return "the difference is not clear"
        }
        guard let distance else { return nil }
        if distance.symbol == .points {
            return Self.fault(distance, isShare: abs(now - usual), "the difference from the usual volatility")
        }
        guard distance.symbol == .percent else { return "it is no share" }
        return Self.fault(distance, isShare: abs(1 - ratio), "the difference from the usual volatility")
    }

    /// What a multiple is of: « deux fois plus faible » is half, « supérieure de moitié » one and a half times,
    /// « inférieure de moitié » half.
    private static func multiple(_ ratio: Double, _ relation: TextToken.Symbol?, of value: Double) -> Double {
        switch relation {
        case .below? where value > 1: 1 / ratio
        case .above? where value < 1: ratio - 1
        default: ratio
        }
    }

    /// "The trend is stable", "bearish", "trading sideways"
    mutating func trend() -> Reading {
        let isNamed = has(.trend) || context.topic == .trend
        guard isNamed || has(.bullish, .bearish, .stable), !has(.volatility, .usual, .percent, .pair)
        else {
            return .other
        }
        guard isNamed || !has(.low, .high) else { return .other }
        // "without a clear direction since yesterday"
        if has(.since) { _ = take(.past, where: { $0.value == 1 }) }
        drop(.trend, .subject, .it, .be, .market, .move, .trade, .now, .data, .since)
        if takeTimes().isWeek {
            // "Stable on the week" is of the change.
            guard !isNamed, tokens.count == 1, let word = take(.stable), word.text.hasPrefix("stable"),
                let change = facts.change7d
            else { return .fault("the facts are of 24 hours") }
            return abs(change) < 0.005
                ? .holds(Context()) : .fault("the price has changed by \(change * 100) %")
        }
        let degrees = takeDegrees()
        var said: Briefing.Trend?
        if has(.not) {
            // « n’a pas de direction claire »; « aucune direction nette n’a été observée »
            if tokens.contains(where: {
                $0.symbol == .stable && ($0.text.hasPrefix("aucun") || $0.text.hasPrefix("ni "))
            }) {
                guard takeAll(.not).map(\.text) == ["n'"], take(.stable) != nil else { return .other }
            } else {
                guard isNamed, takeNegation(), !degrees.isDisjoint(with: [.clear, .strong]),
                    !has(.bullish, .bearish, .stable, .up, .down)
                else { return .other }
            }
            return facts.trend == .stable ? .holds(Context(topic: .price)) : .fault("the trend is not so")
        }
        if let word = take(.bullish, .bearish, .stable, .flat, .nearFlat) {
            guard isNamed || [.bullish, .bearish, .stable].contains(word.symbol) else { return .other }
            said = word.symbol == .bullish ? .bullish : word.symbol == .bearish ? .bearish : .stable
        } else if isNamed, let word = take(.up, .down) {
            said = word.symbol == .up ? .bullish : .bearish
        }
        guard let said else { return .other }
        if degrees.contains(.slight) || degrees.contains(.weak) || (said == .stable && !degrees.isEmpty) {
            return .other
        }
        if said != facts.trend { return .fault("the trend is not so") }
        // "steady at $88,250"
        if let amount = take(.amount), let fault = Self.fault(amount, is: facts.price, "the price") {
            return .fault(fault)
        }
        return .holds(Context(topic: isNamed ? .trend : .price))
    }
}
