/// Stores candles, one per interval and open time.
///
/// Every method throws ``ArchiveFailure``.
package protocol CandleArchive: Sendable {
    /// Stores new or better candles in one transaction, with the coarser candles made from them. Idempotent, in any
    /// order, from several processes at once.
    ///
    /// - An absent candle is inserted.
    /// - An open one is replaced by any later observation.
    /// - A closed one is never replaced by an open one. It is replaced by a later observation of its own source with
    ///   other numbers, and by a closed one of a better source: see ``ReplacementRule``. What was replaced is kept as a
    ///   ``ReplacedCandle``.
    func keep(_ candles: [ArchivedCandle], rule: ReplacementRule) async throws -> WriteResult

    /// The newest candles, at most `limit`, with open times in `range` where given.
    func candles(of interval: Interval, in range: TimeRange?, limit: Int) async throws -> [ArchivedCandle]

    /// The open times in `range` of **closed** candles, oldest first.
    func closedOpenTimes(of interval: Interval, in range: TimeRange) async throws -> [Timestamp]

    /// The maximal ranges of `range` without a **closed** candle, oldest first, at most `limit`, the newest ones. The
    /// bounds of `range` are on the grid of `interval`.
    func gaps(of interval: Interval, in range: TimeRange, limit: Int) async throws -> [TimeRange]

    /// The first and last stored candle of an interval; `nil` for none. Takes two reads of the key.
    func extent(of interval: Interval) async throws -> CandleExtent?

    /// The number of stored candles of an interval. Reads all of them.
    func count(of interval: Interval) async throws -> Int

    /// The number of candles with open times in `range` by the source that supplied them.
    func supply(of interval: Interval, in range: TimeRange) async throws -> [SourceName: Int]

    /// The newest replacements of candles with open times in `range`, newest first, at most `limit`.
    func replaced(of interval: Interval, in range: TimeRange, limit: Int) async throws -> [ReplacedCandle]
}

extension CandleArchive {
    /// Stores candles without preferring a source; a venue's corrections are accepted for 48 hours.
    package func keep(_ candles: [ArchivedCandle]) async throws -> WriteResult {
        try await keep(candles, rule: ReplacementRule())
    }
}

/// The first and last open time of the stored candles of an interval.
package struct CandleExtent: Hashable, Sendable {
    package let first: Timestamp
    package let last: Timestamp

    package init(first: Timestamp, last: Timestamp) {
        self.first = first
        self.last = last
    }
}

/// The effect of a write.
package struct WriteResult: Hashable, Sendable, Codable {
    package var new: Int
    package var updated: Int
    package var unchanged: Int
    /// Known articles that were offered with a date more than a day after their first one.
    package var redated = 0
    /// Articles that another feed has, or that a feed gives under another identifier too; counted as unchanged.
    package var duplicates = 0

    private enum CodingKeys: CodingKey { case new, updated, unchanged }

    package init(new: Int = 0, updated: Int = 0, unchanged: Int = 0) {
        self.new = new
        self.updated = updated
        self.unchanged = unchanged
    }

    package static func + (a: WriteResult, b: WriteResult) -> WriteResult {
        var sum = WriteResult(new: a.new + b.new, updated: a.updated + b.updated, unchanged: a.unchanged + b.unchanged)
        sum.redated = a.redated + b.redated
        sum.duplicates = a.duplicates + b.duplicates
        return sum
    }
}
