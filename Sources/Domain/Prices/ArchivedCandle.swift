/// A stored candle: with its source, the run that wrote it, and the time of its observation.
///
/// Whether it is closed is derived from that time, so it cannot be set wrongly.
package struct ArchivedCandle: Hashable, Sendable {
    package let candle: Candle
    package let source: SourceName
    package let run: RunID
    /// The time of the observation, by the earlier of the venue's clock and ours.
    package let seenAt: Timestamp
    /// Of a candle made from finer ones: how many of them are stored. `nil` for one that a source gave.
    package let known: Int?

    package init(_ candle: Candle, source: SourceName, run: RunID, seenAt: Timestamp, known: Int? = nil) {
        self.known = known
        self.candle = candle
        self.source = source
        self.run = run
        self.seenAt = seenAt
    }

    package var isClosed: Bool { seenAt >= candle.closeTime }

    /// The time of the price `close`: the end of a closed candle, or the observation of an open one.
    package var priceTime: Timestamp { min(seenAt, candle.closeTime) }
}

/// A final candle, the only kind that analyses use.
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
