package import Domain

/// The prices and volume of the simulated market in one period, as integers, so that minutes add up to their hour
/// exactly.
package struct Bar: Hashable, Sendable {
    /// The start of the period.
    package let openTime: Timestamp
    /// The first price, in cents of a dollar.
    package let open: Int64
    /// The highest price, in cents.
    package let high: Int64
    /// The lowest price, in cents.
    package let low: Int64
    /// The last price, in cents.
    package let close: Int64
    /// The traded volume, in satoshis.
    package let volume: Int64

    /// This bar merged with the next one.
    func joined(with later: Bar) -> Bar {
        Bar(
            openTime: openTime, open: open, high: max(high, later.high), low: min(low, later.low), close: later.close,
            volume: volume + later.volume)
    }

    /// The same numbers with another open time, as the start of a longer bar.
    func opening(at time: Timestamp) -> Bar {
        Bar(openTime: time, open: open, high: high, low: low, close: close, volume: volume)
    }

    /// The incomplete bar after a share (0 to 1) of its period.
    ///
    /// The price moves to the extreme opposite to the close, then to the other extreme and to the close, in a third of
    /// the period each: high only rises, low only falls, volume only grows; at 1, it is the complete bar.
    func begun(_ share: Double) -> Bar {
        guard share < 1 else { return self }
        let turns = close >= open ? [open, low, high, close] : [open, high, low, close]
        let leg = min(2, Int(share * 3))
        let along = share * 3 - Double(leg)
        let price = turns[leg] + Int64(along * Double(turns[leg + 1] - turns[leg]))
        let seen = turns[...leg] + [price]
        return Bar(
            openTime: openTime, open: open, high: seen.max() ?? open, low: seen.min() ?? open, close: price,
            volume: Int64(Double(volume) * share))
    }
}
