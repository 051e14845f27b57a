import Domain

/// The English text.
struct EnglishNarrative {
    let facts: MarketFacts
    let assessment: MarketAssessment

    var sentences: [String?] { [price, market, unknown] }

    private var price: String {
        let now = "Bitcoin is at \(amount(facts.price))"
        guard facts.hoursKnown > 1 else { return "\(now)." }
        let range = "between \(amount(facts.low24h)) and \(amount(facts.high24h))"
        return switch facts.direction {
        case .up?: "\(now), up \(percent(facts.change24h)) over 24 hours, after trading \(range)."
        case .down?: "\(now), down \(percent(facts.change24h)) over 24 hours, after trading \(range)."
        case .level?: "\(now), almost unchanged over 24 hours, after trading \(range)."
        case nil: "\(now), after trading \(range) over the last 24 hours."
        }
    }

    private var market: String? {
        let trend: String? =
            switch assessment.trend {
            case .bullish?: "The trend is bullish"
            case .bearish?: "The trend is bearish"
            case .stable?: "The trend is stable"
            default: nil
            }
        let start = trend ?? "There is not enough data to determine a trend"
        guard let now = facts.volatility24h else { return "\(start)." }
        guard let baseline = facts.baselineVolatility, let volatility = assessment.volatility else {
            return "\(start), and volatility is \(percent(now)) per day."
        }
        let word =
            switch volatility {
            case .low: "low"
            case .normal: "normal"
            case .high: "high"
            default: volatility.rawValue
            }
        return
            "\(start), and volatility is \(word): \(percent(now)) per day, compared with \(percent(baseline)) usually."
    }

    private var unknown: String? {
        let missing = facts.hoursMissing
        let hours: String? =
            missing == 0 ? nil : "\(missing) of the last 24 hours \(missing == 1 ? "is" : "are") missing"
        switch (hours, facts.change24h) {
        case (let hours?, .some): return "\(hours), so this analysis may be incomplete."
        case (let hours?, nil): return "\(hours), and so is the price from 24 hours ago."
        case (nil, nil): return "The price from 24 hours ago is missing."
        case (nil, .some): return nil
        }
    }

    private func amount(_ price: Double) -> String {
        NumberWording.price(price, quote: facts.quote, language: .english)
    }
    private func percent(_ share: Double?) -> String {
        NumberWording.percent((share ?? 0).magnitude, language: .english)
    }
}
