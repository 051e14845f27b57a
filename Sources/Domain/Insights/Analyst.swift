/// Whoever tells the market in a few sentences: the embedded analyst, or a language model that is checked.
package protocol Analyst: Sendable {
    /// - Parameter candles: closed hourly candles, oldest first, ending with the newest; 31 days are enough.
    /// - Returns: `nil` when there is no candle to speak of.
    func briefing(on candles: [ClosedCandle], in language: Language) async -> Briefing?
}
