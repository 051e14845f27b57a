import Domain

/// How much the price changed from one hour to the next, for consecutive hours only.
///
/// A missing hour breaks the chain, and so does a change of currency: a return over three hours, or from dollars to Tether, is no hourly
/// return, and would look like a burst of volatility.
struct LogReturns {
    /// Oldest first; `openTime` is that of the hour at whose end the return is complete.
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
