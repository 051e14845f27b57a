import Domain

/// The French text, with no-break spaces before a colon and between a number and its unit.
struct FrenchNarrative {
    let facts: MarketFacts
    let assessment: MarketAssessment

    var sentences: [String?] { [price, market, unknown] }

    private let hours24 = "24\u{00A0}heures"

    private var price: String {
        let now = "Le bitcoin s’échange à \(amount(facts.price))"
        guard facts.hoursKnown > 1 else { return "\(now)." }
        let range = "entre \(amount(facts.low24h)) et \(amount(facts.high24h))"
        return switch facts.direction {
        case .up?: "\(now), en hausse de \(percent(facts.change24h)) sur \(hours24), après avoir évolué \(range)."
        case .down?: "\(now), en baisse de \(percent(facts.change24h)) sur \(hours24), après avoir évolué \(range)."
        case .level?: "\(now), quasi inchangé sur \(hours24), après avoir évolué \(range)."
        case nil: "\(now), après avoir évolué \(range) sur les 24\u{00A0}dernières heures."
        }
    }

    private var market: String? {
        let trend: String? =
            switch assessment.trend {
            case .bullish?: "La tendance est haussière"
            case .bearish?: "La tendance est baissière"
            case .stable?: "La tendance est stable"
            default: nil
            }
        let start = trend ?? "Les données ne suffisent pas pour dégager une tendance"
        guard let now = facts.volatility24h else { return "\(start)." }
        guard let baseline = facts.baselineVolatility, let volatility = assessment.volatility else {
            return "\(start), et la volatilité est de \(percent(now)) par jour."
        }
        let word =
            switch volatility {
            case .low: "faible"
            case .normal: "normale"
            case .high: "élevée"
            default: volatility.rawValue
            }
        let comparison = "\(percent(now)) par jour, contre \(percent(baseline)) habituellement"
        return "\(start), et la volatilité est \(word)\u{00A0}: \(comparison)."
    }

    private var unknown: String? {
        let missing = facts.hoursMissing
        let hours: String? =
            missing == 0 ? nil : "\(missing) des 24\u{00A0}dernières heures \(missing == 1 ? "manque" : "manquent")"
        switch (hours, facts.change24h) {
        case (let hours?, .some): return "\(hours)\u{00A0}: cette analyse peut être incomplète."
        case (let hours?, nil): return "\(hours), tout comme le cours d’il y a \(hours24)."
        case (nil, nil): return "Le cours d’il y a \(hours24) manque."
        case (nil, .some): return nil
        }
    }

    private func amount(_ price: Double) -> String { NumberWording.price(price, quote: facts.quote, language: .french) }
    private func percent(_ share: Double?) -> String {
        NumberWording.percent((share ?? 0).magnitude, language: .french)
    }
}
