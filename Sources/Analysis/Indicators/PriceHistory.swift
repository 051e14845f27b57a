import Domain

/// The closed hourly candles in the currency of most of the last day; hours in another currency count as missing.
struct PriceHistory {
    /// Oldest first, never empty.
    let candles: [ClosedCandle]
    let last: ClosedCandle

    /// - Parameter candles: closed hourly candles, oldest first. `nil` when there is none.
    init?(_ candles: [ClosedCandle]) {
        guard let quote = Self.quote(of: candles) else { return nil }
        self.candles = candles.filter { $0.candle.quote == quote }
        guard let last = self.candles.last else { return nil }
        self.last = last
    }

    /// One hour in another currency does not take the others away; of two that are as frequent, the newest's.
    private static func quote(of candles: [ClosedCandle]) -> Quote? {
        let day = candles.suffix(24)
        let counts = Dictionary(grouping: day, by: \.candle.quote).mapValues(\.count)
        return day.reversed().map(\.candle.quote).max { (counts[$0] ?? 0) < (counts[$1] ?? 0) }
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
