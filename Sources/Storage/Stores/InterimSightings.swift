import Domain
import Synchronization

/// Interim, until the tables exist.
final class InterimSightings: SightingLog {
    private struct Key: Hashable {
        let source: SourceName
        let interval: Interval
        let openTime: Timestamp
    }

    private let seen = Mutex<[Key: Sighting]>([:])
    private let doubts = Mutex<[DoubtfulCandle]>([])

    init() {}

    func record(_ sightings: [Sighting], forgettingBefore oldest: Timestamp) async throws {
        seen.withLock { seen in
            for sighting in sightings {
                let key = Key(source: sighting.source, interval: sighting.interval, openTime: sighting.openTime)
                if let known = seen[key], known.seenAt > sighting.seenAt { continue }
                seen[key] = sighting
            }
            seen = seen.filter { $0.key.openTime >= oldest }
        }
    }

    func sightings(of interval: Interval, in range: TimeRange) async throws -> [Sighting] {
        seen.withLock { $0.values.filter { $0.interval == interval && range.contains($0.openTime) } }
            .sorted { ($0.openTime, $0.source.rawValue) < ($1.openTime, $1.source.rawValue) }
    }

    func setDoubtful(_ candles: [DoubtfulCandle], of interval: Interval, in range: TimeRange) async throws {
        doubts.withLock { doubts in
            let old = doubts.filter { $0.interval == interval && range.contains($0.openTime) }
            doubts.removeAll { $0.interval == interval && range.contains($0.openTime) }
            doubts += candles.map { candle in
                guard let same = old.first(where: { $0.openTime == candle.openTime && $0.reason == candle.reason })
                else { return candle }
                return DoubtfulCandle(
                    candle.interval, at: candle.openTime, reason: candle.reason, odd: candle.odd, spread: candle.spread,
                    since: same.since)
            }
        }
    }

    func doubtful(of interval: Interval, in range: TimeRange) async throws -> [DoubtfulCandle] {
        doubts.withLock { $0 }.filter { $0.interval == interval && range.contains($0.openTime) }
            .sorted { $0.openTime < $1.openTime }
    }
}
