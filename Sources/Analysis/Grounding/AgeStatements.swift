/// Statements about how old the facts are.
extension Clause {
    /// "The newest price is 53 hours old", « les données datent de plus d’une journée », "no new data for 76 hours",
    /// "76 hours ago"
    mutating func age() -> Reading {
        // « ces données ont 29 heures »
        let isHeld =
            tokens.count == 3 && has(.data) && tokens.contains { $0.symbol == .be && ["ont", "a"].contains($0.text) }
        let isNamed = has(.old, .newest) || isHeld
        let isAgo = has(.ago) || tokens.contains { $0.relation == .ago }
        guard isNamed || isAgo, !tokens.contains(where: { $0.symbol == .subject && !isPrice($0) }) else {
            return .other
        }
        drop(.data, .known, .be, .old, .newest, .since, .from, .ago, .of, .it, .now, .subject)
        // "dates from 15 December"
        if tokens.count == 1, let moment = take(.moment) {
            guard facts.isStale else { return .fault("the price is not old") }
            return Self.isMoment(moment, facts.asOf, allowsDate: true)
                ? .holds(Context()) : .fault("the time is not that of the price")
        }
        // "over a day", « une journée »
        guard let said = take(.hours, .days, .day, .rate, .past), tokens.isEmpty else { return .other }
        guard let age = facts.ageInHours, facts.isStale else { return .fault("the price is not old") }
        return Self.isAge(said, age) ? .holds(Context()) : .fault("the price is not so old")
    }

    /// "The current price may differ", of facts that are old.
    mutating func caveat() -> Reading {
        guard take(.caveat) != nil else { return .other }
        drop(.subject, .now, .be, .it, .since)
        return facts.isStale ? .holds(context) : .fault("the price is not old")
    }

    /// "$58,740.20, 76 hours ago", of a price.
    mutating func takeAge() -> Reading? {
        guard has(.ago) || tokens.contains(where: { $0.text == "il y a" || $0.relation == .ago }),
            let said = take(.hours, .days, where: { !$0.isTime })
        else { return nil }
        drop(.ago)
        guard let age = facts.ageInHours, facts.isStale else { return .fault("the price is not old") }
        return Self.isAge(said, age) ? nil : .fault("the price is not so old")
    }

    /// Only a price, or what else is known, has an age.
    private func isPrice(_ token: TextToken) -> Bool {
        has(.newest)
            || ["price", "close", "value", "quot", "prix", "cours", "valeur", "cotation", "clôture"].contains {
                token.text.contains($0)
            }
    }

    private static func isAge(_ said: TextToken, _ hours: Int) -> Bool {
        let isDays = said.symbol != .hours
        // "over a day" is one word.
        let hedge = said.text == "over a day" ? .moreThan : said.hedge
        let value = [.day, .rate].contains(said.symbol) ? 1 : said.value
        let age = Double(hours) / (isDays ? 24 : 1)
        switch hedge {
        case nil: return isDays ? value == age.rounded(.down) : value == age
        case .moreThan?, .over?: return value < age && age < (isDays ? value + 1 : value * 1.25)
        case .lessThan?, .under?: return age < value && (isDays ? value - 1 : value * 0.8) < age
        case .about?: return abs(age - value) <= (isDays ? 0.3 : value * 0.1)
        default: return false
        }
    }
}
