package import Domain

/// Keeps what the analysis of each closed hour said, and compares it with the close 24 hours later.
package struct AnalysisScoring: Sendable {
    private let scores: any ScoreLog
    private let candles: any CandleArchive

    /// How long a close that is not known yet is looked for: what a source repairs later.
    private static let patience = Duration.days(30)

    package init(_ scores: any ScoreLog, candles: any CandleArchive) {
        (self.scores, self.candles) = (scores, candles)
    }

    /// - Throws: ``ArchiveFailure``
    package func run(_ market: MarketView) async throws {
        if let briefing = await EmbeddedAnalyst().briefing(on: market, in: .english), !briefing.facts.isStale {
            try await scores.keep(
                AnalysisScore(
                    hour: briefing.asOf, quote: briefing.facts.quote, price: briefing.facts.price,
                    trend: briefing.trend, range: briefing.forecast, mood: briefing.newsMood?.value))
        }
        // With the hour that ends now.
        let over = market.now - PriceRange.horizon + .milliseconds(1)
        let due = TimeRange(over - Self.patience, until: over)
        for score in try await scores.unscored(in: due, limit: Int(Self.patience / .hours(1))) {
            let end = score.hour + PriceRange.horizon
            let range = TimeRange(end - .hours(1), until: end)
            guard let later = try await candles.candles(of: .oneHour, in: range, limit: 1).first, later.isClosed,
                later.candle.quote == score.quote
            else { continue }
            try await scores.finish(score.hour, close: later.candle.close)
        }
    }
}
