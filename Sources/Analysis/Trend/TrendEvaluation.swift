package import Domain

/// How often the trend of a day (``Briefing/Trend``) was also the direction of the next day, over the days of a history
/// that were called bullish or bearish.
package struct TrendEvaluation: Hashable, Sendable {
    package let calls: Int
    /// The share of calls after which the price went the same way.
    package let hitRate: Estimate
    /// The share of the same days after which the price rose: what always saying "up" would have got right.
    package let alwaysUp: Estimate

    /// - Parameters:
    ///   - candles: closed hourly candles, oldest first.
    ///   - range: only calls at hours that open in it are counted.
    /// - Returns: `nil` without a call.
    package init?(of candles: [ClosedCandle], in range: TimeRange? = nil) {
        guard let history = PriceHistory(candles), let first = history.hours.first else { return nil }
        let grid = HourlyGrid(history.hours)
        var (hits, ups) = ([Bool](), [Bool]())
        // Once a day, so that no two calls are judged by the same hours; from day 14, when the volatility is known.
        for index in stride(from: 14 * 24, to: grid.count - 24, by: 24) {
            let time = grid.openTime(index)
            guard range?.contains(time) ?? true, time >= first.openTime, let past = history.upTo(time),
                let trend = TrendRule.day(past, facts: MarketFacts(trendOf: past, grid, at: index)), trend != .stable
            else { continue }
            let next = grid.nextDay(index)
            guard !next.isNaN else { continue }
            ups.append(next > 0)
            hits.append(trend == .bullish ? next > 0 : next < 0)
        }
        guard !hits.isEmpty else { return nil }
        calls = hits.count
        hitRate = Estimate(share: hits.share, of: Double(hits.count))
        alwaysUp = Estimate(share: ups.share, of: Double(ups.count))
    }
}

extension PriceHistory {
    /// As it was known at the close of the hour that opened at `time`; `nil` where that hour is not known.
    fileprivate func upTo(_ time: Timestamp) -> PriceHistory? {
        // A trend needs eight days.
        let hours = hours(in: TimeRange(time - .days(8), until: time + .hours(1)))
        guard let last = hours.last, last.openTime == time else { return nil }
        return PriceHistory(hours: Array(hours), last: last, quote: quote)
    }
}

extension MarketFacts {
    /// Only what a trend needs.
    fileprivate init(trendOf history: PriceHistory, _ grid: HourlyGrid, at index: Int) {
        self.init(price: history.last.close, quote: history.quote, asOf: history.closeTime, hoursKnown: 0)
        let volatility = VolatilityHistory(grid, at: index)
        (volatility24h, usualVolatility) = (volatility.now, volatility.usual)
    }
}
