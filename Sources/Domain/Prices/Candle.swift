/// The prices and volume of a venue in one period: first, highest, lowest and last price, and the volume traded.
///
/// Prices are in `quote` per bitcoin, volume in bitcoins. A value is plausible: finite, positive, `low` and `high` are
/// the extremes, and its open time is aligned to its interval.
package struct Candle: Hashable, Sendable {
    package let interval: Interval
    package let openTime: Timestamp
    package let open: Double
    package let high: Double
    package let low: Double
    package let close: Double
    package let volume: Double
    package let quote: Quote

    /// - Throws: ``Implausible`` for impossible numbers.
    package init(
        _ interval: Interval, at openTime: Timestamp, open: Double, high: Double, low: Double, close: Double,
        volume: Double,
        quote: Quote = .usd
    ) throws(Implausible) {
        let prices = [open, high, low, close]
        guard prices.allSatisfy({ $0 > 0 && $0 <= Self.highestPrice }) else {
            throw Implausible(openTime: openTime, reason: "a price is not a positive number of at most 1e12")
        }
        guard volume >= 0, volume <= Self.highestVolume else {
            throw Implausible(openTime: openTime, reason: "the volume is not a number from 0 to 1e12")
        }
        guard low <= min(open, close), high >= max(open, close) else {
            throw Implausible(
                openTime: openTime, reason: "low \(low) and high \(high) do not enclose open \(open) and close \(close)"
            )
        }
        guard interval.openTime(containing: openTime) == openTime else {
            throw Implausible(openTime: openTime, reason: "the open time is not on the grid of \(interval.rawValue)")
        }
        self.interval = interval
        self.openTime = openTime
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
        self.quote = quote
    }

    /// Limits, in `quote` and in bitcoins, beyond which a number is an error of the venue and sums could overflow.
    private static let highestPrice = 1e12
    private static let highestVolume = 1e12

    /// The moment from which the candle no longer changes.
    package var closeTime: Timestamp { openTime + interval.duration }

    package struct Implausible: Error, Hashable, CustomStringConvertible {
        package let openTime: Timestamp
        package let reason: String
        package var description: String { "candle of \(openTime): \(reason)" }
    }
}
