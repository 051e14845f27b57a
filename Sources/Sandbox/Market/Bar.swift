package import Domain

/// What the simulated market did in one stretch of time, in whole cents and satoshis, so that minutes add up to their
/// hour exactly.
package struct Bar: Hashable, Sendable {
    package let openTime: Timestamp
    /// First price, in cents of a dollar.
    package let open: Int64
    package let high: Int64
    package let low: Int64
    package let close: Int64
    /// Bitcoins traded, in hundred-millionths.
    package let volume: Int64

    /// This bar and the one that follows it as one.
    func joined(with later: Bar) -> Bar {
        Bar(
            openTime: openTime, open: open, high: max(high, later.high), low: min(low, later.low), close: later.close,
            volume: volume + later.volume)
    }

    /// The same numbers as the beginning of a longer bar.
    func opening(at time: Timestamp) -> Bar {
        Bar(openTime: time, open: open, high: high, low: low, close: close, volume: volume)
    }

    /// The bar as it stands when only `share` (0 to 1) of its time has passed.
    ///
    /// The price goes by the extreme behind it to the extreme ahead of it and to its close, a third of the time each:
    /// the high only rises, the low only falls, the volume only grows, and a whole share is the bar itself.
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
