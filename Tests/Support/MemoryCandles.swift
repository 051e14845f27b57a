package import Domain
import Synchronization

/// Candles in memory, by the rules of ``CandleArchive``: the stores' conformance tests run over it too.
package final class MemoryCandles: CandleArchive {
    private let rows = Mutex<[Interval: [Timestamp: ArchivedCandle]]>([:])
    private let replacements = Mutex<[ReplacedCandle]>([])

    package init(_ candles: [ArchivedCandle] = []) {
        for candle in candles { _ = keep(candle, rule: ReplacementRule()) }
    }

    package func keep(_ candles: [ArchivedCandle], rule: ReplacementRule) async throws -> WriteResult {
        candles.reduce(WriteResult()) { $0 + keep($1, rule: rule) }
    }

    package func candles(of interval: Interval, in range: TimeRange?, limit: Int) async throws -> [ArchivedCandle] {
        let all = rows.withLock { $0[interval] ?? [:] }.values.filter { range?.contains($0.candle.openTime) ?? true }
        return Array(all.sorted { $0.candle.openTime > $1.candle.openTime }.prefix(max(0, limit)))
    }

    package func closedOpenTimes(of interval: Interval, in range: TimeRange) async throws -> [Timestamp] {
        try await candles(of: interval, in: range, limit: .max).filter(\.isClosed).map(\.candle.openTime).reversed()
    }

    package func gaps(of interval: Interval, in range: TimeRange, limit: Int) async throws -> [TimeRange] {
        let missing = rows.withLock { rows in
            let stored = rows[interval] ?? [:]
            return range.openTimes(every: interval).filter { stored[$0]?.isClosed != true }
        }
        let gaps = missing.reduce(into: [TimeRange]()) { gaps, open in
            if let last = gaps.last, last.end == open {
                gaps[gaps.count - 1] = TimeRange(last.start, until: open + interval.duration)
            } else {
                gaps.append(TimeRange(open, until: open + interval.duration))
            }
        }
        return gaps.suffix(limit)
    }

    package func extent(of interval: Interval) async throws -> CandleExtent? {
        rows.withLock { rows in
            let opens = rows[interval].map { Array($0.keys) } ?? []
            guard let first = opens.min(), let last = opens.max() else { return nil }
            return CandleExtent(first: first, last: last)
        }
    }

    package func count(of interval: Interval) async throws -> Int { rows.withLock { $0[interval]?.count ?? 0 } }

    package func supply(of interval: Interval, in range: TimeRange) async throws -> [SourceName: Int] {
        rows.withLock { rows in
            (rows[interval] ?? [:]).reduce(into: [:]) {
                if range.contains($1.key) { $0[$1.value.source, default: 0] += 1 }
            }
        }
    }

    /// Puts rows in the place of those that are there, as no run would.
    package func overwrite(_ candles: [ArchivedCandle]) {
        rows.withLock {
            for candle in candles { $0[candle.candle.interval, default: [:]][candle.candle.openTime] = candle }
        }
    }

    /// Removes rows, as no run would.
    package func remove(_ opens: [Timestamp], of interval: Interval) {
        rows.withLock { for open in opens { $0[interval]?[open] = nil } }
    }

    package func replaced(of interval: Interval, in range: TimeRange, limit: Int) async throws -> [ReplacedCandle] {
        let all = replacements.withLock { $0 }.reversed()
        return Array(
            all.filter { $0.candle.candle.interval == interval && range.contains($0.candle.candle.openTime) }
                .prefix(limit))
    }

    private func keep(_ new: ArchivedCandle, rule: ReplacementRule) -> WriteResult {
        rows.withLock { rows in
            guard let old = rows[new.candle.interval]?[new.candle.openTime] else {
                rows[new.candle.interval, default: [:]][new.candle.openTime] = new
                return WriteResult(new: 1)
            }
            if let reason = rule.replacement(of: old, by: new) {
                replacements.withLock { $0.append(ReplacedCandle(old, at: new.seenAt, reason: reason)) }
            } else if old.isClosed || !ReplacementRule.isLater(new, than: old) {
                return WriteResult(unchanged: 1)
            }
            rows[new.candle.interval]?[new.candle.openTime] = new
            return WriteResult(updated: 1)
        }
    }
}
