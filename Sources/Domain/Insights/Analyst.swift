/// Describes the market in a few sentences: the embedded analyst, or a verified language model.
package protocol Analyst: Sendable {
    /// - Parameter candles: closed hourly candles, oldest first, up to the newest; 31 days are enough.
    /// - Returns: `nil` without a candle.
    func briefing(on candles: [ClosedCandle], in language: Language) async -> Briefing?
}
