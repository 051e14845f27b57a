/// What a venue says about one stretch of time: first, highest, lowest and last price, and the volume traded.
///
/// Prices are in `quote` per bitcoin, volume in bitcoins. A value of this type is believable: finite, positive, `low`
/// the lowest and `high` the highest of the four, and its open time on the grid of its interval.
package struct Candle: Hashable, Sendable {
    package let interval: Interval
    package let openTime: Timestamp
    package let open: Double
    package let high: Double
    package let low: Double
    package let close: Double
    package let volume: Double
    package let quote: Quote

    /// - Throws: ``Implausible`` when the numbers cannot be those of a candle.
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

    /// Beyond these, in `quote` and in bitcoins, a number is a venue's mistake, and sums of a history could overflow.
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
