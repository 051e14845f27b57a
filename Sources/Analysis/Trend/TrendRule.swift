import Domain

/// Classifies the trend as bullish, bearish or stable.
///
/// Compares the return of the last day with the baseline daily volatility (σ), as in time series momentum: Moskowitz,
/// Ooi and Pedersen 2012, https://doi.org/10.1016/j.jfineco.2011.11.003. The price must also be on the same side of its
/// moving average: Brock, Lakonishok and LeBaron 1992, https://doi.org/10.1111/j.1540-6261.1992.tb04681.x.
///
/// Bullish is a rise of
/// - more than ½ σ with the price above its 24-hour and 7-day means, or
/// - more than 1 σ, which may reverse a week's trend, with the price above its 24-hour mean.
///
/// Bearish is the opposite; everything else is stable. On the hours of 2017 to 2022 these are 21 %, 19 % and 59 % of
/// the time.
enum TrendRule {
    /// `nil` without a candle from about a day earlier or without a volatility.
    static func trend(of history: PriceHistory, facts: MarketFacts) -> Briefing.Trend? {
        guard let volatility = facts.baselineVolatility ?? facts.volatility24h, let start = reference(in: history),
            let mean24h = MeanPrice.close(of: history.candles, in: history.last(24)),
            let mean7d = MeanPrice.close(of: history.candles, in: history.last(7 * 24))
        else { return nil }
        let price = history.last.close
        let move = logReturn(from: start.close, to: price)
        let days = Double((history.last.openTime - start.openTime).wholeMilliseconds) / 86_400_000
        let sigma = volatility * days.squareRoot()

        func holds(_ direction: Double) -> Bool {
            let move = direction * move
            let above24h = direction * (price - mean24h) > 0
            let above7d = direction * (price - mean7d) > 0
            return move > 0 && above24h && (move > sigma || (move > sigma / 2 && above7d))
        }
        return holds(1) ? .bullish : holds(-1) ? .bearish : .stable
    }

    /// The candle nearest to 24 hours earlier, within 18 to 30 hours, so that one missing hour does not prevent a
    /// classification.
    private static func reference(in history: PriceHistory) -> ClosedCandle? {
        let dayBefore = history.last.openTime - .hours(24)
        return history.candles(in: TimeRange(dayBefore - .hours(6), until: dayBefore + .hours(7)))
            .min { abs(($0.openTime - dayBefore).wholeMilliseconds) < abs(($1.openTime - dayBefore).wholeMilliseconds) }
    }
}
