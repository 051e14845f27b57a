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

    /// What is stored of an interval; `nil` for nothing.
    func extent(of interval: Interval) async throws -> CandleExtent?

    /// The number of candles with open times in `range` by the source that supplied them.
    func supply(of interval: Interval, in range: TimeRange) async throws -> [SourceName: Int]

    /// The newest replacements of candles with open times in `range`, newest first, at most `limit`.
    func replaced(of interval: Interval, in range: TimeRange, limit: Int) async throws -> [ReplacedCandle]
}

extension CandleArchive {
    /// Stores candles without preferring a source.
    package func keep(_ candles: [ArchivedCandle]) async throws -> WriteResult {
        try await keep(candles, rule: ReplacementRule())
    }
}

// Interim, until every store has its own.
extension CandleArchive {
    package func gaps(of interval: Interval, in range: TimeRange, limit: Int) async throws -> [TimeRange] {
        let closed = Set(try await closedOpenTimes(of: interval, in: range))
        var gaps: [TimeRange] = []
        for open in range.openTimes(every: interval) where !closed.contains(open) {
            let end = open + interval.duration
            if let last = gaps.last, last.end == open {
                gaps[gaps.count - 1] = TimeRange(last.start, until: end)
            } else {
                gaps.append(TimeRange(open, until: end))
            }
        }
        return Array(gaps.suffix(limit))
    }

    package func extent(of interval: Interval) async throws -> CandleExtent? {
        let all = try await candles(of: interval, in: nil, limit: .max)
        guard let first = all.last, let last = all.first else { return nil }
        return CandleExtent(first: first.candle.openTime, last: last.candle.openTime, count: all.count)
    }

    package func supply(of interval: Interval, in range: TimeRange) async throws -> [SourceName: Int] {
        try await candles(of: interval, in: range, limit: .max).reduce(into: [:]) { $0[$1.source, default: 0] += 1 }
    }

    package func replaced(of interval: Interval, in range: TimeRange, limit: Int) async throws -> [ReplacedCandle] {
        []
    }
}

/// The first and last open time of the stored candles of an interval, and their number.
package struct CandleExtent: Hashable, Sendable {
    package let first: Timestamp
    package let last: Timestamp
    package let count: Int

    package init(first: Timestamp, last: Timestamp, count: Int) {
        self.first = first
        self.last = last
        self.count = count
    }
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
