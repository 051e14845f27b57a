package import Domain

extension MarketFacts {
    /// The facts of a market; `nil` without a closed candle that can be used. Linear in the number of candles.
    package init?(of market: MarketView) {
        guard let history = PriceHistory(market.closed, disputed: market.disputed) else { return nil }
        self.init(history, HourlyGrid(history.hours), market)
    }

    init(_ history: PriceHistory, _ grid: HourlyGrid, _ market: MarketView) {
        let (last, day) = (history.last, history.last(24))
        let hours = history.hours(in: day)
        self.init(price: last.close, quote: history.quote, asOf: history.closeTime, hoursKnown: hours.count)
        age = max(.zero, market.now - asOf)
        isStale = market.freshness.isStale(asOf, at: market.now)
        func change(_ days: Int64) -> Double? {
            history.hour(at: last.openTime - .days(days)).map { (last.close - $0.close) / $0.close }
        }
        (change24h, change7d) = (change(1), change(7))
        if hours.count > 1 { (low24h, high24h) = (hours.map(\.low).min(), hours.map(\.high).max()) }
        let volatility = VolatilityHistory(grid)
        (volatility24h, usualVolatility) = (volatility.now, volatility.usual)

        // Up to the newest hour of any kind: hours in another currency may follow.
        let other = history.otherQuotes.filter { $0.key >= day.start }
        hoursInOtherQuote = other.count { day.contains($0.key) }
        laterHoursInOtherQuote = other.count { $0.key >= asOf }
        otherQuote = Dictionary(grouping: other.values) { $0 }.max { $0.value.count < $1.value.count }?.key
        disputedHours = market.disputed.count { day.contains($0) && history.hour(at: $0) == nil }
        outliers = history.outliers.filter { $0.hour >= day.start }
        openHour = OpenHour(market.open, after: self)
        largestMove = hours.compactMap { hour in
            // The first hour moved from the close of the one before the day.
            history.hour(at: hour.openTime - .hours(1)).map {
                HourMove(hour: hour.openTime, change: (hour.close - $0.close) / $0.close)
            }
        }.max { abs($0.change) < abs($1.change) }

        let quarter = history.hours(in: history.last(90 * 24))
        // Older hours hardly change it.
        relativeStrength = RelativeStrength.values(of: quarter.suffix(500).map(\.close), period: 14).last
            .flatMap { $0.isNaN ? nil : $0 }
        if let highest = quarter.map(\.close).max(), quarter.count > 24 {
            drawdown90d = (last.close - highest) / highest
        }
    }
}

extension MarketFacts.OpenHour {
    /// - Returns: `nil` for an hour that does not follow the facts, is in another currency or cannot be believed.
    init?(_ open: ArchivedCandle?, after facts: MarketFacts) {
        guard let open, !open.isClosed, open.candle.openTime >= facts.asOf, open.candle.quote == facts.quote,
            open.candle.openTime - facts.asOf <= .hours(1)
        else { return nil }
        let change = (open.candle.close - facts.price) / facts.price
        guard abs(change) <= OutlierRule.move else { return nil }
        self.init(price: open.candle.close, time: open.priceTime, change: change)
    }
}
