package import Domain

/// The rule-based analyst: describes the facts of the candles in fixed sentences, without an API key or network.
/// Deterministic.
package struct EmbeddedAnalyst: Analyst {
    package static let provider = "embedded"
    /// Changes whenever the same candles give another text or assessment.
    package static let model = "embedded-2"

    package init() {}

    package func briefing(on candles: [ClosedCandle], in language: Language) async -> Briefing? {
        guard let history = PriceHistory(candles) else { return nil }
        let facts = MarketFacts(history)
        let assessment = MarketAssessment(history, facts)
        let text = Narrative(facts: facts, assessment: assessment).text(in: language)
        return Briefing(
            text: text, language: language, trend: assessment.trend ?? .stable,
            volatility: assessment.volatility ?? .normal, facts: facts,
            provider: Self.provider, model: Self.model,
            grounded: Grounding.check(text, facts: facts, language: language).isGrounded,
            asOf: history.last.candle.closeTime)
    }
}

/// Trend and volatility of the facts; `nil` where the data are insufficient.
struct MarketAssessment: Hashable {
    let trend: Briefing.Trend?
    let volatility: Briefing.Volatility?

    init(_ history: PriceHistory, _ facts: MarketFacts) {
        trend = TrendRule.trend(of: history, facts: facts)
        volatility = VolatilityRule.volatility(facts)
    }

    init(trend: Briefing.Trend?, volatility: Briefing.Volatility?) {
        self.trend = trend
        self.volatility = volatility
    }
}
