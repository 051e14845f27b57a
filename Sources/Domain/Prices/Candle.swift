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
        let numbers = CandleNumbers(
            openTime: openTime, open: open, high: high, low: low, close: close, volume: volume)
        try self.init(interval, numbers, quote: quote, isStored: false)
    }

    /// The candle of an interval and a quote with `numbers`, which are stored, or made from stored ones.
    /// - Throws: ``Implausible`` for impossible numbers.
    package init(_ interval: Interval, _ numbers: CandleNumbers, quote: Quote) throws(Implausible) {
        try self.init(interval, numbers, quote: quote, isStored: true)
    }

    private init(_ interval: Interval, _ numbers: CandleNumbers, quote: Quote, isStored: Bool) throws(Implausible) {
        if let reason = numbers.implausibility(for: interval, isStored: isStored) {
            throw Implausible(openTime: numbers.openTime, reason: reason)
        }
        self.interval = interval
        openTime = numbers.openTime
        open = numbers.open
        high = numbers.high
        low = numbers.low
        close = numbers.close
        volume = numbers.volume
        self.quote = quote
    }

    /// The moment from which the candle no longer changes.
    package var closeTime: Timestamp { openTime + interval.duration }

    package struct Implausible: Error, Hashable, CustomStringConvertible {
        package let openTime: Timestamp
        package let reason: String
        package var description: String { "candle of \(openTime): \(reason)" }
    }
}
