import Domain

/// What is said of sources that contradict the others: once for each source and run, with the totals.
extension PriceCollection {
    /// Reports a source that is wrong as a rule, so that it is left for the rest of the run.
    mutating func reportOdd(_ source: SourceName) {
        if let failure = faults.failure(of: source) { reports.renew(failure) }
    }

    /// Reports what was found, with the totals, and remembers it, so that the sources are left alone for a while.
    mutating func reportFaults() async throws {
        for source in faults.found.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
            guard let failure = faults.failure(of: source) else { continue }
            reports.renew(failure)
            try await requests.record(failure)
        }
        for (source, replaced) in faults.replaced.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let (count, first, last) = (replaced.count, replaced.first, replaced.last)
            journal.record(
                Event(
                    // Of a source that failed it is said already that something is wrong.
                    faults.found[source] == nil ? .warning : .info,
                    count == 1
                        ? "\(source): the candle of \(first) was replaced by another source’s"
                        : "\(source): \(count) candles from \(first) to \(last) were replaced by other sources’",
                    ["source": source.rawValue, "run": run.rawValue]))
        }
        faults.clearReports()
    }

    /// By what factor the volumes of a page differ from those that the same source gave before of the same candles;
    /// `nil` where they do not, or where too few are known.
    ///
    /// No correction does that to most candles of a page: the venue has another unit. A smaller factor than
    /// ``SourceFaults/largestVolumeChange`` may be a correction, as of hours that were counted in part.
    func changedVolumes(of page: [ArchivedCandle]) async throws -> Double? {
        guard let first = page.first, let last = page.last else { return nil }
        let range = TimeRange(first.candle.openTime, until: last.candle.closeTime)
        let known = Dictionary(
            try await archive.candles(of: interval, in: range, limit: page.count)
                .filter { $0.isClosed && $0.source == first.source }.map { ($0.candle.openTime, $0.candle) },
            uniquingKeysWith: { $1 })
        let ratios = page.compactMap { archived -> Double? in
            guard archived.isClosed, let before = known[archived.candle.openTime], before.volume > 0,
                archived.candle.volume > 0
            else { return nil }
            return archived.candle.volume / before.volume
        }.sorted()
        guard ratios.count >= SourceFaults.fewestForChange else { return nil }
        let factor = ratios[ratios.count / 2]
        return max(factor, 1 / factor) > SourceFaults.largestVolumeChange ? factor : nil
    }
}
