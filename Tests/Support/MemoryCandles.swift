package import Domain
import Synchronization

/// Candles in memory, by the rules of ``CandleArchive``: the stores' conformance tests run over it too.
package final class MemoryCandles: CandleArchive {
    private let rows = Mutex<[Interval: [Timestamp: ArchivedCandle]]>([:])

    package init(_ candles: [ArchivedCandle] = []) {
        for candle in candles { _ = keep(candle) }
    }

    package func keep(_ candles: [ArchivedCandle]) async throws -> WriteResult {
        candles.reduce(WriteResult()) { $0 + keep($1) }
    }

    package func candles(of interval: Interval, in range: TimeRange?, limit: Int) async throws -> [ArchivedCandle] {
        let all = rows.withLock { $0[interval] ?? [:] }.values.sorted { $0.candle.openTime > $1.candle.openTime }
        return Array(all.filter { range?.contains($0.candle.openTime) ?? true }.prefix(max(0, limit)))
    }

    package func closedOpenTimes(of interval: Interval, in range: TimeRange) async throws -> [Timestamp] {
        try await candles(of: interval, in: range, limit: .max).filter(\.isClosed).map(\.candle.openTime).reversed()
    }

    private func keep(_ new: ArchivedCandle) -> WriteResult {
        rows.withLock { rows in
            guard let old = rows[new.candle.interval]?[new.candle.openTime] else {
                rows[new.candle.interval, default: [:]][new.candle.openTime] = new
                return WriteResult(new: 1)
            }
            let mayReplace = !old.isClosed || new.isClosed && new.source == old.source && new.candle != old.candle
            guard mayReplace, Self.isLater(new, than: old) else { return WriteResult(unchanged: 1) }
            rows[new.candle.interval]?[new.candle.openTime] = new
            return WriteResult(updated: 1)
        }
    }

    /// Of two sightings in the same millisecond the numbers decide, so that the order of arrival does not.
    private static func isLater(_ new: ArchivedCandle, than old: ArchivedCandle) -> Bool {
        if new.seenAt != old.seenAt { return new.seenAt > old.seenAt }
        let (newNumbers, oldNumbers) = (numbers(new.candle), numbers(old.candle))
        if newNumbers != oldNumbers { return oldNumbers.lexicographicallyPrecedes(newNumbers) }
        return (old.candle.quote.rawValue, old.source.rawValue) < (new.candle.quote.rawValue, new.source.rawValue)
    }

    private static func numbers(_ candle: Candle) -> [Double] {
        [candle.volume, candle.close, candle.high, candle.low, candle.open]
    }
}
