import Domain

/// The closed hourly candles in the currency of the newest one; hours in another currency count as missing.
struct PriceHistory {
    /// Oldest first, never empty.
    let candles: [ClosedCandle]
    let last: ClosedCandle

    /// - Parameter candles: closed hourly candles, oldest first. `nil` when there is none.
    init?(_ candles: [ClosedCandle]) {
        guard let last = candles.last else { return nil }
        self.last = last
        self.candles = candles.filter { $0.candle.quote == last.candle.quote }
    }

    /// The last `hours` hours by open time, including the newest candle.
    func last(_ hours: Int64) -> TimeRange {
        TimeRange(last.candle.closeTime - .hours(hours), until: last.candle.closeTime)
    }

    /// The `days` days before the last 24 hours: the baseline of comparisons.
    func before24h(_ days: Int64) -> TimeRange {
        let end = last(24).start
        return TimeRange(end - .days(days), until: end)
    }

    func candles(in range: TimeRange) -> [ClosedCandle] {
        candles.filter { range.contains($0.openTime) }
    }
}
