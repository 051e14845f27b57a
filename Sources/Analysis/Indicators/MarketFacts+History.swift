package import Domain

extension MarketFacts {
    /// The facts of closed hourly candles, oldest first, at the newest one; `nil` without a candle.
    ///
    /// Hours in another currency than the newest count as missing. Linear in the number of candles.
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
            volatility24h: RealisedVolatility.daily(ofHourly: returns.values(in: history.last(24)), minimum: 12),
            baselineVolatility: RealisedVolatility.daily(
                ofHourly: returns.values(in: history.before24h(30)), minimum: 5 * 24),
            hoursKnown: lastDay.count)
    }
}
