/// A candle as it is kept: with its source, the run that wrote it, and when it was seen.
///
/// Whether it is closed is not a flag that someone could set wrongly: it follows from when it was seen.
package struct ArchivedCandle: Hashable, Sendable {
    package let candle: Candle
    package let source: SourceName
    package let run: RunID
    /// When the venue told these numbers, by the earlier of its clock and ours.
    package let seenAt: Timestamp

    package init(_ candle: Candle, source: SourceName, run: RunID, seenAt: Timestamp) {
        self.candle = candle
        self.source = source
        self.run = run
        self.seenAt = seenAt
    }

    package var isClosed: Bool { seenAt >= candle.closeTime }

    /// The moment that `close` is the price of: the end of a closed candle, or when an open one was seen.
    package var priceTime: Timestamp { min(seenAt, candle.closeTime) }
}

/// A candle that will not change any more: the only kind that numbers are computed from.
package struct ClosedCandle: Hashable, Sendable {
    package let candle: Candle

    /// `nil` while the candle is still open.
    package init?(_ archived: ArchivedCandle) {
        guard archived.isClosed else { return nil }
        candle = archived.candle
    }

    /// `nil` when the candle closes after `moment`.
    package init?(_ candle: Candle, closedBy moment: Timestamp) {
        guard candle.closeTime <= moment else { return nil }
        self.candle = candle
    }

    package var openTime: Timestamp { candle.openTime }
    package var close: Double { candle.close }
}
