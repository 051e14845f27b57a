/// Where candles are kept: one for each interval and open time.
///
/// Every method throws ``ArchiveFailure``.
package protocol CandleArchive: Sendable {
    /// Keeps what is new or better, in one transaction. Safe to repeat, in any order, from several processes at once:
    /// a closed candle never yields to an open one nor to another source's; an open one yields to what was seen later;
    /// a closed one yields to a later correction by its own source.
    func keep(_ candles: [ArchivedCandle]) async throws -> WriteResult

    /// Newest first, at most `limit`, open times in `range` where one is given.
    func candles(of interval: Interval, in range: TimeRange?, limit: Int) async throws -> [ArchivedCandle]

    /// The open times in `range` that are kept **closed**, oldest first.
    func closedOpenTimes(of interval: Interval, in range: TimeRange) async throws -> [Timestamp]
}

/// What a write changed.
package struct WriteResult: Hashable, Sendable, Codable {
    package var new: Int
    package var updated: Int
    package var unchanged: Int

    package init(new: Int = 0, updated: Int = 0, unchanged: Int = 0) {
        self.new = new
        self.updated = updated
        self.unchanged = unchanged
    }

    package static func + (a: WriteResult, b: WriteResult) -> WriteResult {
        WriteResult(new: a.new + b.new, updated: a.updated + b.updated, unchanged: a.unchanged + b.unchanged)
    }
}
