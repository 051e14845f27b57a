import Domain

/// The French text, with no-break spaces before a colon and between a number and its unit. It speaks of the past, and
/// no sentence begins with a digit.
struct FrenchNarrative: NarrativeWording {
    let facts: MarketFacts
    let assessment: MarketAssessment

    private let hours24 = "24\u{00A0}heures"

    var price: String {
        let at = "e \(moment(facts.asOf, withDate: true)), le bitcoin valait \(amount(facts.price))"
        let start = facts.isStale ? "Le cours le plus récent remonte à \(age)\u{00A0}: l" + at : "L" + at
        let change: String? =
            switch MarketFacts.direction(of: facts.change24h) {
            case .up?: "en hausse de \(percent(facts.change24h)) sur \(hours24)"
            case .down?: "en baisse de \(percent(facts.change24h)) sur \(hours24)"
            case .level?: "quasi inchangé sur \(hours24)"
            case nil: nil
            }
        return [start, change, range].compactMap(\.self).joined(separator: ", ") + "."
    }

    /// Not where it is one price.
    private var range: String? {
        guard let low = facts.low24h, let high = facts.high24h, amount(low) != amount(high) else { return nil }
        return "après avoir évolué entre \(amount(low)) et \(amount(high))"
    }

    private var age: String {
        let hours = facts.ageInHours
        if hours >= 48 { return "\(hours / 24)\u{00A0}jours" }
        return "\(hours)\u{00A0}\(hours < 2 ? "heure" : "heures")"
    }

    var day: String? {
        let direction: String? =
            switch assessment.trend {
            case .bullish?: "La dernière journée montre une nette hausse"
            case .bearish?: "La dernière journée montre une nette baisse"
            case .stable? where facts.isLargeChange: nil
            case .stable?: "La dernière journée ne montre pas de direction nette"
            default: nil
            }
        if assessment.trend == .stable, direction == nil {
            guard let now = facts.volatility24h, let usual = facts.usualVolatility,
                let volatility = assessment.volatility
            else { return nil }
            return
                "La volatilité était \(word(volatility))\u{00A0}: \(percent(now)) par jour, contre \(percent(usual)) d’habitude."
        }
        let start = direction ?? "Les données ne suffisent pas pour dégager une direction"
        guard let now = facts.volatility24h else { return start + "." }
        guard let usual = facts.usualVolatility, usual > 0, let volatility = assessment.volatility else {
            return "\(start), et la volatilité était de \(percent(now)) par jour."
        }
        let comparison = "\(percent(now)) par jour, contre \(percent(usual)) d’habitude"
        return "\(start), et la volatilité était \(word(volatility))\u{00A0}: \(comparison)."
    }

    private func word(_ volatility: Briefing.Volatility) -> String {
        volatility == .low ? "faible" : volatility == .high ? "élevée" : "normale"
    }

    var limits: String? {
        if let outlier = facts.outliers.last {
            let price = "Un cours de \(amount(outlier.price)) à \(moment(outlier.time, withDate: false))"
            return "\(price) est écarté comme non crédible."
        }
        let (missing, other, disputed) = (facts.hoursMissing, facts.hoursInOtherQuote, facts.disputedHours)
        var parts: [String] = []
        if missing > 0 { parts.append("\(missing) \(missing == 1 ? "manque" : "manquent")") }
        if other > 0, let quote = facts.otherQuote {
            parts.append("\(other) \(other == 1 ? "n’est connue" : "ne sont connues") qu’en \(quote)")
        }
        if disputed > 0 {
            let word = disputed == 1 ? "est écartée" : "sont écartées"
            parts.append("\(disputed) \(word) faute d’accord entre les sources")
        }
        var sentences: [String] = []
        if !parts.isEmpty {
            sentences.append("sur les 24\u{00A0}dernières heures, " + parts.joined(separator: ", "))
        }
        let later = facts.laterHoursInOtherQuote
        if later > 0, let quote = facts.otherQuote {
            let words = later == 1 ? "heure n’est connue" : "heures ne sont connues"
            sentences.append("depuis, \(later)\u{00A0}\(words) qu’en \(quote)")
        }
        if sentences.isEmpty { return facts.change24h == nil ? "La variation sur \(hours24) est inconnue." : nil }
        return sentences.joined(separator: "\u{00A0}; ").capitalizedFirst + "."
    }

    func openHour(_ open: MarketFacts.OpenHour) -> String {
        let verb = open.change > 0 ? "gagné" : "perdu"
        return "Depuis, il a \(verb) \(percent(open.change)), à \(amount(open.price))."
    }

    func largestMove(_ move: MarketFacts.HourMove) -> String {
        let noun = move.change > 0 ? "hausse" : "baisse"
        let hour = moment(move.hour, withDate: false)
        return "Le plus fort mouvement d’une heure était une \(noun) de \(percent(move.change)) à \(hour)."
    }

    func week(_ change: Double) -> String {
        let direction = change > 0 ? "en hausse" : "en baisse"
        return "Sur 7\u{00A0}jours, il était \(direction) de \(percent(change)), et la volatilité était normale."
    }

    func forecast(_ range: PriceRange) -> String {
        "Dans quatre cas sur cinq, un tel marché a clôturé \(hours24) plus tard entre \(amount(range.low80)) et "
            + "\(amount(range.high80))."
    }

    private func moment(_ time: Timestamp, withDate: Bool) -> String {
        let text = time.rfc3339
        let day = Int(text.dropFirst(8).prefix(2)) ?? 1
        let month = FrenchPhrases.months[max(0, min(11, (Int(text.dropFirst(5).prefix(2)) ?? 1) - 1))]
        let hour = Int(text.dropFirst(11).prefix(2)) ?? 0
        let date = day == 1 ? "1er \(month)" : "\(day)\u{00A0}\(month)"
        return (withDate ? "\(date) à " : "") + "\(hour)\u{00A0}h UTC"
    }

    private func amount(_ price: Double) -> String { NumberWording.price(price, quote: facts.quote, language: .french) }
    private func percent(_ share: Double?) -> String {
        NumberWording.percent((share ?? 0).magnitude, language: .french)
    }
}
