import Domain

/// Stored candles with the numbers at which their source stood still: those that were kept before that was known, and
/// the one with which it began.
extension PriceCollection {
    /// Replaces them by those of another source, unless that one shows the same market, and marks those that no other
    /// source has.
    mutating func replaceStandstills(in window: TimeRange) async throws {
        for (source, numbers) in faults.standstills.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let stored = try await storedCandles(of: source, in: window).filter {
                $0.candle.volume > 0 && numbers.contains($0.candle.numbers)
            }
            guard !stored.isEmpty else { continue }
            var left = Dictionary(stored.map { ($0.candle.openTime, $0) }, uniquingKeysWith: { first, _ in first })
            var replaced: [Timestamp] = []
            for other in sources where other.name != source && faults.standstills[other.name] == nil {
                guard !left.isEmpty else { break }
                let opens = left.keys.sorted()
                var given: [Timestamp: Candle] = [:]
                for open in opens { given[open] = seen[open]?[other.name] }
                let unseen = opens.filter { given[$0] == nil }
                for candle in try await opinions(on: unseen, from: other) { given[candle.openTime] = candle }
                let better = given.filter { open, candle in
                    left[open].map { !Agreement.agree(candle, $0.candle) } ?? false
                }.map { ArchivedCandle($1, source: other.name, run: run, seenAt: now()) }
                let rule = ReplacementRule(ranking: [other.name], corrections: nil, reason: .disagreement)
                reports.correct(other.name, .comparison, try await archive.keep(better, rule: rule))
                replaced += better.map(\.candle.openTime)
                for open in given.keys { left[open] = nil }
            }
            faults.noteReplaced(replaced, of: source)
            try await markStuck(left.keys.sorted(), of: source)
        }
    }

    private func markStuck(_ opens: [Timestamp], of source: SourceName) async throws {
        let moment = now()
        for open in opens {
            let doubt = DoubtfulCandle(interval, at: open, reason: .stuck, odd: source, since: moment)
            try await sightings.setDoubtful(
                [doubt], of: interval, in: TimeRange(open, until: open + interval.duration))
        }
    }
}
