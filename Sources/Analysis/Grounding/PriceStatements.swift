import Domain

/// Statements about the price and its change.
extension Clause {
    /// "Bitcoin is at $67,012.50", "a day ago it was at $67,853.88"
    mutating func price() -> Reading {
        if context.reference == .then { return .other }
        let named = has(.subject, .it, .trade)
        guard has(.amount), isAbout([.price, .change], named: named),
            !has(.up, .down, .more, .less, .flat, .nearFlat)
        else {
            return .other
        }
        let isPresent = tokens.contains {
            [.be, .trade, .now, .it].contains($0.symbol)
                && (Self.present.contains($0.text) || Self.presentPrices.contains($0.text))
        }
        // "The last known price is …" says that it is not of now.
        let isLast = tokens.contains { token in
            token.symbol == .subject && Self.lastKnown.contains { token.text.contains($0) }
        }
        if facts.isStale, isPresent, !isLast, !has(.moment), !has(.past) {
            return .fault("the price is not of now")
        }
        if has(.it), !has(.subject), ![.price, .change].contains(context.topic), !has(.trade) {
            return .other
        }
        let isNewest = isLast || tokens.contains { $0.symbol == .subject && $0.text.contains("latest") }
        let isOfHour = isOfHour
        if let reading = takeAge() { return reading }
        drop(.subject, .it, .be, .trade, .now, .move)
        let amounts = takeAll(.amount)
        guard amounts.count == 1, let amount = amounts.first, amount.relation != .from,
            amount.relation != .by,
            amount.relation != .than || has(.past)
        else { return .other }
        if let past = take(.past) {
            let change = past.value == 7 ? facts.change7d : facts.change24h
            let before = change.flatMap { $0 > -1 ? facts.price / (1 + $0) : nil }
            if let fault = Self.fault(amount, is: before, "the price then") { return .fault(fault) }
        } else {
            // "our most recent price, from 22:00 UTC"
            if let moment = take(.moment, where: { $0.relation == nil || ($0.relation == .from && isNewest) }),
                !Self.isMoment(moment, facts.asOf, allowsDate: true)
            {
                return .fault("the time is not that of the price")
            }
            if let fault = Self.fault(amount, is: facts.price, "the price") { return .fault(fault) }
        }
        return .holds(
            Context(topic: .price, direction: context.direction, reference: isOfHour ? .hour : nil))
    }

    /// Verbs in the present that only a price has.
    private static let presentPrices: Set = [
        "costs", "commands", "fetches", "sells for", "goes for", "changes hands", "is selling for", "is selling at",
        "exchanges hands", "will set you back", "sets you back", "you need", "you pay", "one pays", "buyers pay",
        "costs you", "it costs", "it takes", "you get one for", "currently", "at the moment", "right now", "comptez",
        "déboursez", "il faut", "il faut payer", "il faut compter", "il faut débourser", "on paie", "on paye",
        "vous payez", "se vend", "se paie", "se paye", "se monnaie", "tourne", "il en coûte", "s' achète", "valent",
        "actuellement", "en ce moment", "maintenant", "à présent",
    ]

    private static let lastKnown = [
        "known", "recorded", "available", "most recent", "newest", "connu", "disponible", "enregistré", "relevé",
        "observé", "reçu", "we h", "on record", "on file", "hand", "dispos", "possession", "received", "en date",
    ]

    /// Whether a close is said to be that of the last hour.
    var isOfHour: Bool {
        tokens.contains { $0.symbol == .trade && ($0.text.contains("hour") || $0.text.contains("heure")) }
    }

    /// "It reached $67,300", "passed from $67,853.88 to $67,012.50"
    mutating func reached() -> Reading {
        if has(.pair), let verb = take(.passed, .move), let pair = take(.pair), pair.stated.count == 2 {
            drop(.subject, .it, .be)
            if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
            guard verb.symbol == .passed || pair.relation == .from else { return .other }
            if let fault = Self.fault(pair.stated[0], is: previous, "the price before")
                ?? Self.fault(pair.stated[1], is: facts.price, "the price")
            {
                return .fault(fault)
            }
            return .holds(Context())
        }
        // "topped $30,000", "briefly traded below $61,500": between the low and the high.
        if let verb = take(.topped, .dipped),
            let amount = take(.amount, where: { $0.hedge == nil && $0.relation == nil })
        {
            drop(.subject, .it, .be, .trade)
            if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
            guard let low = facts.low24h, let high = facts.high24h, amount.sign == 0 else {
                return .fault("the range is not known")
            }
            let isInside = low < amount.value && amount.value < high
            // What was so for a while is not so now.
            let isBack = verb.symbol == .topped ? facts.price < amount.value : facts.price > amount.value
            if ["brie", "briè", "temporar", "at times"].contains(where: verb.text.contains), !isBack {
                return .fault("the price has not passed that")
            }
            return isInside ? .holds(Context()) : .fault("the price has not passed that")
        }
        // « passé de son plus haut de 64 390 $ à 61 847,20 $ »
        if has(.passed),
            let extreme = take(.low, .high, where: { [.of, .from].contains($0.relation) && !$0.stated.isEmpty }),
            let amount = take(.amount, where: { [.at, .to].contains($0.relation) })
        {
            drop(.passed, .subject, .it, .be)
            let isLow = extreme.symbol == .low
            let value = isLow ? facts.low24h : facts.high24h
            if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
            if let fault = Self.fault(extreme.stated.first, is: value, isLow ? "the low" : "the high")
                ?? Self.fault(amount, is: facts.price, "the price")
            {
                return .fault(fault)
            }
            return .holds(Context())
        }
        // « passant à 67 012,50 $ »
        if tokens.contains(where: {
            $0.symbol == .passed && !$0.text.hasPrefix("cross") && !$0.text.hasPrefix("franchi")
        }),
            isAbout([.price, .change], named: has(.subject, .it)),
            let amount = take(
                .amount, where: { [.at, .to].contains($0.relation) && $0.hedge != .moreThan && $0.hedge != .lessThan })
        {
            drop(.passed, .subject, .it, .be)
            if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
            return Self.fault(amount, is: facts.price, "the price").map { .fault($0) } ?? .holds(Context())
        }
        if has(.passed), let amount = take(.amount, where: { $0.relation == nil && $0.hedge != .about }) {
            drop(.passed, .subject, .it, .be)
            if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
            // "passed below $67,500", "crossed $67,500"
            let isUp = amount.hedge == nil ? facts.change24h ?? 0 > 0 : amount.hedge == .moreThan
            var limit = amount
            limit.hedge = isUp ? .moreThan : .lessThan
            return crosses(limit, [TextToken(isUp ? .up : .down, "")], previous)
                ? .holds(Context()) : .fault("the price has not passed that")
        }
        guard let verb = take(.reach, .touch), !has(.low, .high, .volatility),
            let amount = take(.amount)
        else {
            return .other
        }
        drop(.subject, .it, .be)
        if takeTimes().isWeek { return .fault("the facts are of 24 hours") }
        guard isAbout([.price, .change], named: true) else { return .other }
        var values = [facts.price, facts.high24h]
        if verb.symbol == .touch { values.append(facts.low24h) }
        let isOne = values.contains { Self.fault(amount, is: $0, "") == nil }
        return isOne
            ? .holds(Context()) : .fault("'\(amount.text)' is not the price, the low or the high")
    }
}
