/// Describes the market in a few sentences: the embedded analyst, or a verified language model.
package protocol Analyst: Sendable {
    /// - Returns: `nil` without a closed candle.
    func briefing(on market: MarketView, in language: Language) async -> Briefing?
}
