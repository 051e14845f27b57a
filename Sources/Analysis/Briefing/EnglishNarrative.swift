import Domain

/// The English text. It speaks of the past.
struct EnglishNarrative: NarrativeWording {
    let facts: MarketFacts
    let assessment: MarketAssessment

    var price: String {
        let at = "t \(moment(facts.asOf, withDate: true)), Bitcoin was at \(amount(facts.price))"
        let start = facts.isStale ? "The newest price is \(age) old: a" + at : "A" + at
        let change: String? =
            switch MarketFacts.direction(of: facts.change24h) {
            case .up?: "up \(percent(facts.change24h)) over 24 hours"
            case .down?: "down \(percent(facts.change24h)) over 24 hours"
            case .level?: "almost unchanged over 24 hours"
            case nil: nil
            }
        return [start, change, range].compactMap(\.self).joined(separator: ", ") + "."
    }

    /// Not where it is one price.
    private var range: String? {
        guard let low = facts.low24h, let high = facts.high24h, amount(low) != amount(high) else { return nil }
        return "after trading between \(amount(low)) and \(amount(high))"
    }

    private var age: String {
        let hours = facts.ageInHours
        if hours >= 48 { return "\(hours / 24) days" }
        return "\(hours) \(hours == 1 ? "hour" : "hours")"
    }

    var day: String? {
        let direction: String? =
            switch assessment.trend {
            case .bullish?: "The past day brought a clear rise"
            case .bearish?: "The past day brought a clear fall"
            case .stable? where facts.isLargeChange: nil
            case .stable?: "The past day showed no clear direction"
            default: nil
            }
        // "No clear direction" beside a rise of six percent would contradict it.
        if assessment.trend == .stable, direction == nil {
            guard let now = facts.volatility24h, let usual = facts.usualVolatility,
                let volatility = assessment.volatility
            else { return nil }
            return
                "Volatility was \(word(volatility)): \(percent(now)) per day, compared with \(percent(usual)) usually."
        }
        let start = direction ?? "The data is not sufficient to tell a direction"
        guard let now = facts.volatility24h else { return start + "." }
        guard let usual = facts.usualVolatility, usual > 0, let volatility = assessment.volatility else {
            return "\(start), and volatility was \(percent(now)) per day."
        }
        return
            "\(start), and volatility was \(word(volatility)): \(percent(now)) per day, compared with \(percent(usual)) usually."
    }

    private func word(_ volatility: Briefing.Volatility) -> String {
        volatility == .low ? "low" : volatility == .high ? "high" : "normal"
    }

    var limits: String? {
        if let outlier = facts.outliers.last {
            let price = "A price of \(amount(outlier.price)) at \(moment(outlier.time, withDate: false))"
            return "\(price) is left out as not credible."
        }
        let (missing, other, disputed) = (facts.hoursMissing, facts.hoursInOtherQuote, facts.disputedHours)
        func verb(_ count: Int) -> String { count == 1 ? "is" : "are" }
        var parts: [String] = []
        if missing > 0 { parts.append("\(missing) \(verb(missing)) missing") }
        if other > 0, let quote = facts.otherQuote { parts.append("\(other) \(verb(other)) known in \(quote) only") }
        if disputed > 0 { parts.append("\(disputed) \(verb(disputed)) left out because the sources disagree") }
        var sentences: [String] = []
        if !parts.isEmpty { sentences.append("of the last 24 hours, " + parts.joined(separator: ", ")) }
        let later = facts.laterHoursInOtherQuote
        if later > 0, let quote = facts.otherQuote {
            sentences.append("since then, \(later) \(later == 1 ? "hour is" : "hours are") known in \(quote) only")
        }
        if sentences.isEmpty { return facts.change24h == nil ? "The change over 24 hours is not known." : nil }
        return sentences.joined(separator: "; ").capitalizedFirst + "."
    }

    func openHour(_ open: MarketFacts.OpenHour) -> String {
        let verb = open.change > 0 ? "risen" : "fallen"
        return "Since then, it has \(verb) \(percent(open.change)) to \(amount(open.price))."
    }

    func largestMove(_ move: MarketFacts.HourMove) -> String {
        let noun = move.change > 0 ? "rise" : "fall"
        let hour = moment(move.hour, withDate: false)
        return "The largest move of one hour was a \(noun) of \(percent(move.change)) at \(hour)."
    }

    func week(_ change: Double) -> String {
        "Over 7 days, it was \(change > 0 ? "up" : "down") \(percent(change)), and volatility was normal."
    }

    func forecast(_ range: PriceRange) -> String {
        "In four cases out of five, such a market has closed 24 hours later between \(amount(range.low80)) and "
            + "\(amount(range.high80))."
    }

    private func moment(_ time: Timestamp, withDate: Bool) -> String {
        let text = time.rfc3339
        let day = Int(text.dropFirst(8).prefix(2)) ?? 1
        let month = EnglishPhrases.months[max(0, min(11, (Int(text.dropFirst(5).prefix(2)) ?? 1) - 1))]
        return "\(text.dropFirst(11).prefix(5)) UTC" + (withDate ? " on \(day) \(month.capitalizedFirst)" : "")
    }

    private func amount(_ price: Double) -> String {
        NumberWording.price(price, quote: facts.quote, language: .english)
    }

    private func percent(_ share: Double?) -> String {
        NumberWording.percent((share ?? 0).magnitude, language: .english)
    }
}

extension String {
    /// With a capital at the beginning.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
