import Domain

/// The simple moving average of the closing prices.
enum MeanPrice {
    /// The mean close of the candles that open in `range`; `nil` where there is none.
    static func close(of candles: [ClosedCandle], in range: TimeRange) -> Double? {
        let closes = candles.lazy.filter { range.contains($0.openTime) }.map(\.close)
        var sum = 0.0, count = 0.0
        for close in closes {
            sum += close
            count += 1
        }
        return count > 0 ? sum / count : nil
    }
}
