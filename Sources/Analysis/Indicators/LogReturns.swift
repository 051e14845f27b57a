import Domain

/// The hourly logarithmic returns of consecutive candles.
///
/// There is none across a missing hour or a change of currency: it would appear as a spike of volatility.
struct LogReturns {
    /// Oldest first; `openTime` is that of the later candle.
    let values: [(openTime: Timestamp, value: Double)]

    /// - Parameter candles: oldest first.
    init(of candles: [ClosedCandle]) {
        values = zip(candles, candles.dropFirst()).compactMap { before, after in
            guard after.openTime == before.candle.closeTime, after.candle.quote == before.candle.quote else {
                return nil
            }
            return (after.openTime, logReturn(from: before.close, to: after.close))
        }
    }

    /// The returns of the hours that open in `range`.
    func values(in range: TimeRange) -> [Double] {
        values.lazy.filter { range.contains($0.openTime) }.map(\.value)
    }
}
