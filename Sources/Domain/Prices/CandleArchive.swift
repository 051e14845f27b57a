/// Stores candles, one per interval and open time.
///
/// Every method throws ``ArchiveFailure``.
package protocol CandleArchive: Sendable {
    /// Stores new or better candles in one transaction. Idempotent, in any order, from several processes at once: a
    /// closed candle is never replaced by an open one nor by another source, only by a later correction of its own
    /// source; an open one is replaced by any later observation.
    func keep(_ candles: [ArchivedCandle]) async throws -> WriteResult

    /// The newest candles, at most `limit`, with open times in `range` where given.
    func candles(of interval: Interval, in range: TimeRange?, limit: Int) async throws -> [ArchivedCandle]

    /// The open times in `range` of **closed** candles, oldest first.
    func closedOpenTimes(of interval: Interval, in range: TimeRange) async throws -> [Timestamp]
}

/// The effect of a write.
package struct WriteResult: Hashable, Sendable, Codable {
    package var new: Int
    package var updated: Int
    package var unchanged: Int
    /// Known articles that were offered with a date more than a day after their first one.
    package var redated = 0

    private enum CodingKeys: CodingKey { case new, updated, unchanged }

    package init(new: Int = 0, updated: Int = 0, unchanged: Int = 0) {
        self.new = new
        self.updated = updated
        self.unchanged = unchanged
    }

    package static func + (a: WriteResult, b: WriteResult) -> WriteResult {
        var sum = WriteResult(new: a.new + b.new, updated: a.updated + b.updated, unchanged: a.unchanged + b.unchanged)
        sum.redated = a.redated + b.redated
        return sum
    }
}
