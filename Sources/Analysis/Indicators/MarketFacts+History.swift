package import Domain

extension MarketFacts {
    /// The facts that closed hourly candles, oldest first, prove about their newest. `nil` without a candle.
    ///
    /// Hours in another currency than the newest's count as not known. Cost: one pass over some 31 days of hours.
    package init?(of candles: [ClosedCandle]) {
        guard let history = PriceHistory(candles) else { return nil }
        self.init(history)
    }

    init(_ history: PriceHistory) {
        let last = history.last
        let lastDay = history.candles(in: history.last(24))
        let returns = LogReturns(of: history.candles)
        let dayBefore = history.candles.last { $0.openTime == last.openTime - .hours(24) }?.close
        self.init(
            price: last.close,
            quote: last.candle.quote,
            change24h: dayBefore.map { (last.close - $0) / $0 },
            low24h: lastDay.map(\.candle.low).min() ?? last.candle.low,
            high24h: lastDay.map(\.candle.high).max() ?? last.candle.high,
            volatility24h: RealisedVolatility.daily(ofHourly: returns.values(in: history.last(24)), least: 12),
            usualVolatility: RealisedVolatility.daily(
                ofHourly: returns.values(in: history.before24h(30)), least: 5 * 24),
            hoursKnown: lastDay.count)
    }
}
