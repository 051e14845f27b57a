/// The open time and the numbers of a candle, in 48 bytes: what millions of candles are read and written as, where
/// interval, source and quote are the same for all.
package struct CandleNumbers: Hashable, Sendable {
    package var openTime: Timestamp
    package var open: Double
    package var high: Double
    package var low: Double
    package var close: Double
    package var volume: Double

    package init(openTime: Timestamp, open: Double, high: Double, low: Double, close: Double, volume: Double) {
        self.openTime = openTime
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
    }

    /// The numbers of a candle.
    package init(_ candle: Candle) {
        self.init(
            openTime: candle.openTime, open: candle.open, high: candle.high, low: candle.low, close: candle.close,
            volume: candle.volume)
    }

    /// Why they cannot be those of a candle of `interval`, in English; `nil` when they can. A few nanoseconds for those
    /// that can.
    /// - Parameter isStored: whether the volume may be the sum of minutes of the highest one, as in a candle that is
    ///   made from others: what is made of stored candles can always be read again.
    package func implausibility(for interval: Interval, isStored: Bool = false) -> String? {
        guard open > 0, high > 0, low > 0, close > 0, open <= Self.highestPrice, high <= Self.highestPrice,
            low <= Self.highestPrice, close <= Self.highestPrice
        else { return "a price is not a positive number of at most 1e12" }
        let highestVolume = isStored ? Self.highestVolume * Double(max(1, interval.seconds / 60)) : Self.highestVolume
        guard volume >= 0, volume <= highestVolume else {
            return "the volume is not a number from 0 to \(isStored ? "1e12 for each minute" : "1e12")"
        }
        guard low <= open, low <= close, high >= open, high >= close else {
            return "low \(low) and high \(high) do not enclose open \(open) and close \(close)"
        }
        guard interval.openTime(containing: openTime) == openTime else {
            return "the open time is not on the grid of \(interval.rawValue)"
        }
        return nil
    }

    /// Limits, in the quote and in bitcoins, beyond which a number is an error of the venue and sums could overflow.
    private static let highestPrice = 1e12
    private static let highestVolume = 1e12
}
