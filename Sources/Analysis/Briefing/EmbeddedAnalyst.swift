package import Domain

/// The rule-based analyst: describes the facts of the candles in varied sentences, without an API key or network.
/// Deterministic.
package struct EmbeddedAnalyst: Analyst {
    package static let provider = "embedded"
    /// Changes whenever the same candles give another text or assessment.
    package static let model = "embedded-5"

    package init() {}

    package func briefing(on market: MarketView, in language: Language) async -> Briefing? {
        guard let history = PriceHistory(market.closed, disputed: market.disputed) else { return nil }
        let grid = HourlyGrid(history.hours)
        let facts = MarketFacts(history, grid, market)
        let assessment = MarketAssessment(history, grid, facts)
        // A range of a close that has been is no forecast.
        let forecast = facts.age < PriceRange.horizon ? PriceRange(grid, close: facts.price) : nil
        let text = Narrative(facts: facts, assessment: assessment, forecast: forecast).text(in: language)
        let known = TextFacts(
            facts, trend: assessment.trend, volatility: assessment.volatility, forecast: forecast)
        return Briefing(
            text: text, language: language, trend: assessment.trend, trend7d: assessment.trend7d,
            volatility: assessment.volatility, facts: facts, forecast: forecast,
            newsMood: NewsSummary.mood(of: market.news, until: market.now),
            articles: NewsSummary.articles(market.news, near: facts.largestMove),
            provider: Self.provider, model: Self.model,
            grounded: TextCheck(text, facts: known, language: language).isAccepted)
    }
}

/// Trend and volatility of the facts; `nil` where the data are insufficient.
struct MarketAssessment: Hashable {
    let trend: Briefing.Trend?
    let trend7d: Briefing.Trend?
    let volatility: Briefing.Volatility?

    init(_ briefing: Briefing) {
        (trend, trend7d, volatility) = (briefing.trend, briefing.trend7d, briefing.volatility)
    }

    init(_ history: PriceHistory, _ grid: HourlyGrid, _ facts: MarketFacts) {
        trend = TrendRule.day(history, facts: facts)
        trend7d = TrendRule.week(history, facts: facts)
        volatility = VolatilityRule.volatility(VolatilityHistory(grid))
    }
}
