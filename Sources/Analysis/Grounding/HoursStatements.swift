import Domain

/// Statements about what is known and what is not.
extension Clause {
    /// "Three of the last 24 hours are missing", "all hours are known", "the data is incomplete"
    mutating func hours() -> Reading {
        let isNamed = has(.missing, .known, .complete, .incomplete, .only, .allBut)
        guard isNamed || context.topic == .hours || (has(.data) && has(.hours, .count)) else {
            return .other
        }
        // "We know the price of 21 hours."
        if tokens.contains(where: { $0.symbol == .known && Self.isOurs($0.text) }) { drop(.subject) }
        // « le cours est inconnu pour trois des 24 dernières heures »
        let ofPrices = ["price", "prices", "cours", "prix"]
        let ofHours = tokens.contains { [.hours, .count].contains($0.symbol) && !$0.isTime }
        if has(.missing), ofHours { tokens.removeAll { $0.symbol == .subject && ofPrices.contains($0.text) } }
        guard !has(.change, .volatility, .trend, .percent, .amount, .pair, .subject, .up, .down) else {
            return .other
        }
        var numbers = tokens.filter { [.hours, .count].contains($0.symbol) }
        if numbers.contains(where: { $0.hedge != nil || $0.decimals != 0 || $0.sign != 0 }) {
            return .fault("a number of hours is a whole one")
        }
        // "all but one of the last 24 hours are known"
        if take(.allBut) != nil {
            guard has(.known), !has(.missing, .not, .none, .all, .only, .incomplete, .complete),
                (1...2).contains(numbers.count)
            else { return .other }
            if numbers.count == 2, numbers[1].value != 24 { return .fault("the facts are of 24 hours") }
            if tokens.contains(where: \.isWeek) { return .fault("the facts are of 24 hours") }
            drop(.hours, .count, .data, .be, .it, .known, .day)
            _ = takeTimes()
            return said(numbers[0], is: facts.hoursMissing ?? 0)
        }
        if take(.largePart) != nil {
            guard has(.missing) != has(.known), let known = facts.hoursKnown, let missing = facts.hoursMissing else {
                return .other
            }
            let isMost = (has(.missing) ? missing : known) > 12
            drop(.missing, .known, .data, .be, .now)
            guard !takeTimes().isWeek else { return .fault("the facts are of 24 hours") }
            return isMost ? .holds(Context(topic: .hours)) : .fault("\(missing) hours are missing")
        }
        // "in the last 24 hours, three are missing", and not "24 hours of three"
        let count = tokens.firstIndex { $0.symbol == .count }
        let state = tokens.firstIndex { [.missing, .known].contains($0.symbol) }
        let isDayFirst =
            tokens.first { [.hours, .count].contains($0.symbol) }?.isTime == true
            && count.map { tokens[$0].relation == nil && state ?? 0 > $0 } ?? false
        let isNegated = has(.not)
        if isNegated, !takeNegation() || has(.missing, .none, .all, .incomplete, .only, .then) {
            return .other
        }
        // "not known to be missing"
        let states = tokens.filter { [.missing, .known, .complete].contains($0.symbol) }.map(\.symbol)
        if states.count > (isNegated ? 1 : 2)
            || states == [.missing, .missing] && tokens.contains(where: { $0.text.hasPrefix("not ") })
        {
            return .other
        }
        let isAll = take(.all) != nil
        let isNone = take(.none) != nil
        var words = Set(tokens.map(\.symbol))
        if isNegated {
            // "not known", "not complete"
            if words.remove(.known) != nil { words.insert(.missing) }
            if words.remove(.complete) != nil { words.insert(.incomplete) }
        }
        drop(
            .hours, .count, .data, .be, .it, .only, .missing, .known, .complete, .incomplete, .than, .now,
            .slight, .per, .since)
        let (isDay, isWeek) = takeTimes()
        if isWeek { return .fault("the facts are of 24 hours") }
        // "Since then, 1 hour is known in USDT only."
        if take(.then) != nil {
            return words.contains(.only) && numbers.count == 1
                ? said(numbers.first, is: facts.laterHoursInOtherQuote) : .other
        }
        if take(.disputed) != nil { return said(numbers.first, is: facts.disputedHours) }
        if words.contains(.only), !words.contains(.data), facts.otherQuote != nil,
            !words.contains(.missing),
            numbers.count <= 2, let said = numbers.first, facts.hoursKnown.map(Double.init) != said.value
        {
            return self.said(said, is: facts.hoursInOtherQuote)
        }
        guard let known = facts.hoursKnown, let missing = facts.hoursMissing else {
            return .fault("the number of hours is not known")
        }
        if words.contains(.complete) || (isNone && words.contains(.missing))
            || (isAll && words.contains(.known))
        {
            guard !(isNone && isAll), !isNone || words.contains(.data) || !numbers.isEmpty,
                numbers.allSatisfy({ $0.value == 24 })
            else { return .other }
            return missing == 0 && known >= 24
                ? .holds(Context(topic: .hours)) : .fault("\(missing) hours are missing")
        }
        if isNone || isAll { return .other }
        if words.contains(.incomplete) {
            return missing > 0 && numbers.allSatisfy { $0.value == 24 }
                ? .holds(Context(topic: .hours)) : .fault("the data is not incomplete")
        }
        // "three of the last 24"; "in the last 24 hours, three"
        if numbers.count == 2 {
            let isLast = numbers[1].value == 24
            guard isLast || isDayFirst else {
                return .fault("the facts are of 24 hours")
            }
            numbers.remove(at: isLast ? 1 : 0)
        }
        if words.isSuperset(of: [.missing, .known]) { return .other }
        guard numbers.count == 1, let number = numbers.first else {
            return numbers.isEmpty && isDay && words.isDisjoint(with: [.missing, .known])
                ? .holds(Context(topic: .hours)) : .other
        }
        if words.contains(.missing) { return said(number, is: missing) }
        if words.contains(.known) || words.contains(.data) || words.contains(.only) {
            return said(number, is: known)
        }
        return .other
    }

    private static func isOurs(_ text: String) -> Bool {
        ["we ", "nous ", "on "].contains { text.hasPrefix($0) }
    }

    private func said(_ number: TextToken?, is fact: Int) -> Reading {
        guard let number, fact > 0 else { return .fault("that number of hours is not known") }
        return number.value == Double(fact)
            ? .holds(Context(topic: .hours)) : .fault("it is \(fact) hours")
    }

    /// "The change over 24 hours is not known", "there is too little data to tell a trend"
    mutating func unknown() -> Reading {
        if take(.insufficient) != nil {
            // What there is too little data for.
            let isUnknown =
                has(.volatility)
                ? facts.volatility24h == nil : has(.change) ? facts.change24h == nil : facts.trend == nil
            drop(.trend, .volatility, .change, .be, .it, .data, .only, .known, .since)
            _ = takeTimes()
            return isUnknown ? .holds(context) : .fault("that is known")
        }
        guard takeUnknown(), has(.change, .volatility, .trend, .subject) || context.topic == .volatility else {
            return .other
        }
        let isPrice = has(.subject) && !has(.change, .volatility, .trend)
        // "It is not known how the price changed."
        if isPrice, take(.move) == nil { return .other }
        let named = [
            (TextToken.Symbol.volatility, facts.volatility24h == nil), (.trend, facts.trend == nil),
            (.change, facts.change24h == nil),
        ].filter { symbol, _ in tokens.contains { $0.symbol == symbol } }.map(\.1)
        let isUnknown =
            named.isEmpty
            ? (context.topic == .volatility ? facts.volatility24h == nil : facts.change24h == nil)
            : named.allSatisfy(\.self)
        let topic: Topic = has(.volatility) ? .volatility : has(.trend) ? .trend : context.topic
        let isChange = has(.change) && !has(.volatility, .trend)
        drop(.change, .volatility, .trend, .be, .subject, .it, .move)
        let times = takeTimes()
        if times.isWeek {
            guard isChange, !times.isDay else { return .fault("the facts are of 24 hours") }
            return facts.change7d == nil ? .holds(Context(topic: topic)) : .fault("that is known")
        }
        return isUnknown ? .holds(Context(topic: topic)) : .fault("that is known")
    }

    /// Removes the words for what is not known: "unknown", "neither … nor … is known", « ni … ni … ne sont connues ».
    private mutating func takeUnknown() -> Bool {
        if take(.missing) != nil { return true }
        let negations = tokens.filter { $0.symbol == .not }.map(\.text)
        guard has(.none), has(.known), !has(.subject), negations.isEmpty || ["ne", "n'"].contains(negations.joined())
        else { return false }
        drop(.none, .known, .not)
        return true
    }

    // MARK: The embedded analyst

    /// What only the embedded analyst says: the age of the price, the open hour, the largest move, what was left out,
    /// and the range.
    mutating func analyst() -> Reading {
        if context.reference == .then, let open = facts.openHour, let amount = take(.amount) {
            let fault = Self.fault(amount, is: open.price, "the price since then")
            return fault.map { .fault($0) } ?? .holds(Context())
        }
        if take(.then) != nil, let open = facts.openHour { return since(open) }
        if take(.hour) != nil, let move = facts.largestMove {
            drop(.be)
            guard let moment = take(.moment), Self.isMoment(moment, move.hour) else {
                return .fault("it was not then")
            }
            guard let word = take(.up, .down) else { return .other }
            if (word.symbol == .up) != (move.change > 0) {
                return .fault("the direction is the other one")
            }
            let fault = Self.fault(take(.percent), isShare: abs(move.change), "the largest move")
            return fault.map { .fault($0) } ?? .holds(Context())
        }
        if take(.unbelievable) != nil {
            drop(.subject, .be)
            let (amount, moment) = (take(.amount), take(.moment))
            let isOne = facts.outliers.contains {
                Self.fault(amount, is: $0.price, "") == nil && Self.isMoment(moment, $0.time)
            }
            return isOne ? .holds(Context()) : .fault("no such price was left out")
        }
        if take(.inFourOfFive) != nil { return .holds(Context(reference: .inFourOfFive)) }
        if take(.pattern) != nil {
            guard take(.trade) != nil, take(.later) != nil else { return .other }
            drop(.be)
            let hours = takeTimes()
            guard hours.isDay, let pair = take(.pair), pair.stated.count == 2 else {
                return .fault("the horizon is 24 hours")
            }
            let fault =
                Self.fault(pair.stated[0], is: facts.forecast?.low80, "the 80 % range")
                ?? Self.fault(pair.stated[1], is: facts.forecast?.high80, "the 80 % range")
            return fault.map { .fault($0) } ?? .holds(Context())
        }
        return .other
    }

    private mutating func since(_ open: MarketFacts.OpenHour) -> Reading {
        drop(.subject, .it, .be)
        guard let word = take(.up, .down) else { return .other }
        if (word.symbol == .up) != (open.change > 0) { return .fault("the direction is the other one") }
        if let fault = Self.fault(take(.percent), isShare: abs(open.change), "the change since then") {
            return .fault(fault)
        }
        if let amount = take(.amount),
            let fault = Self.fault(amount, is: open.price, "the price since then")
        {
            return .fault(fault)
        }
        return .holds(Context(reference: .then))
    }

    /// Whether a time of day, with or without its date, is a moment.
    /// - Parameter allowsDate: whether the day alone is enough.
    static func isMoment(_ said: TextToken?, _ time: Timestamp?, allowsDate: Bool = false) -> Bool {
        guard let said, let time else { return false }
        let text = time.rfc3339
        let numbers = [
            text.prefix(4), text.dropFirst(5).prefix(2), text.dropFirst(8).prefix(2), text.dropFirst(11).prefix(2),
            text.dropFirst(14).prefix(2),
        ].compactMap { Int($0) }
        guard numbers.count == 5, said.year == 0 || said.year == numbers[0] else { return false }
        let isDay = said.decimals == numbers[1] * 100 + numbers[2]
        if said.value < 0 { return allowsDate && isDay }
        return Int(said.value) == numbers[3] * 60 + numbers[4] && (said.decimals == 0 || isDay)
    }
}
