import Domain

/// Facts and assessment as one to three sentences: the price; what was remarkable about the day; and what limits the
/// facts, or else where the close was expected.
struct Narrative {
    let facts: MarketFacts
    let assessment: MarketAssessment
    let forecast: PriceRange?

    func text(in language: Language) -> String {
        let wording: any NarrativeWording =
            language == .french
            ? FrenchNarrative(facts: facts, assessment: assessment)
            : EnglishNarrative(facts: facts, assessment: assessment)
        let limits = wording.limits
        // A price that stood still gives no range, but a point.
        let last = limits ?? forecast.flatMap { $0.low80 < $0.high80 * 0.9999 ? wording.forecast($0) : nil }
        return [wording.price, remarkable(wording), last].compactMap(\.self).joined(separator: " ")
    }

    /// Whether a move of the open hour has to be reported.
    static func isLarge(_ open: MarketFacts.OpenHour, _ facts: MarketFacts) -> Bool {
        abs(open.change) >= max(0.005, (facts.usualVolatility ?? 0.02) / 2)
    }

    /// The most remarkable of: a move of the open hour, a move of one hour that was most of the day’s, a week that went
    /// the other way; else the day’s direction and volatility.
    private func remarkable(_ wording: any NarrativeWording) -> String? {
        if let open = facts.openHour, Self.isLarge(open, facts) {
            return wording.openHour(open)
        }
        if let move = facts.largestMove, let day = facts.change24h, abs(move.change) >= 0.02,
            (move.change > 0) == (day > 0), abs(move.change) >= abs(day) * 0.6
        {
            return wording.largestMove(move)
        }
        if let week = facts.change7d, let day = facts.change24h, abs(week) >= 0.03, abs(day) >= 0.005,
            (week > 0) != (day > 0), facts.volatility24h != nil, assessment.volatility == .normal
        {
            return wording.week(week)
        }
        return wording.day
    }
}

/// The sentences of one language.
protocol NarrativeWording {
    /// Price, change and range, and of which moment they are.
    var price: String { get }
    /// Direction and volatility of the day; `nil` where nothing is known of them.
    var day: String? { get }
    /// What the facts lack; `nil` when they are complete.
    var limits: String? { get }
    func openHour(_ open: MarketFacts.OpenHour) -> String
    func largestMove(_ move: MarketFacts.HourMove) -> String
    func week(_ change: Double) -> String
    func forecast(_ range: PriceRange) -> String
}

extension MarketFacts {
    /// The direction of a change rounded to 0.1 %; `nil` where the change is unknown.
    static func direction(of change: Double?) -> Direction? {
        change.map { abs($0) < 0.0005 ? .level : $0 > 0 ? .up : .down }
    }

    enum Direction { case up, down, level }

    /// Whether the day's change is larger than what a day usually moves.
    var isLargeChange: Bool {
        guard let change24h, let usualVolatility else { return false }
        return abs(change24h) > usualVolatility
    }
}
