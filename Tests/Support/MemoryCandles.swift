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
        let all = rows.withLock { $0[interval] ?? [:] }.values.sorted { $0.candle.openTime > $1.candle.openTime }
        return Array(all.filter { range?.contains($0.candle.openTime) ?? true }.prefix(max(0, limit)))
    }

    package func closedOpenTimes(of interval: Interval, in range: TimeRange) async throws -> [Timestamp] {
        try await candles(of: interval, in: range, limit: .max).filter(\.isClosed).map(\.candle.openTime).reversed()
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
