package import Domain

/// Missing closed candles, as those that are owed and those that no source has.
package struct MissingCandles: Hashable, Sendable {
    /// Those that some source may still have.
    package let owed: Int
    /// Those that no source offers, or that every one is known not to have.
    package let absent: Int

    /// The number of gaps that are read at once: the newest ones.
    private static let gapLimit = 5000

    /// - Parameter sources: those that are configured.
    /// - Throws: ``ArchiveFailure``
    package init(
        of interval: Interval, in window: TimeRange, _ archive: any CandleArchive,
        sources: [(name: SourceName, facts: SourceFacts)], log: any SourceLog, now: Timestamp
    ) async throws {
        let gaps = try await Self.gaps(of: interval, in: window, archive, now: now)
        try await self.init(gaps, of: interval, sources: sources, log: log, now: now)
    }

    init(
        _ gaps: [TimeRange], of interval: Interval, sources: [(name: SourceName, facts: SourceFacts)],
        log: any SourceLog, now: Timestamp
    ) async throws {
        guard let first = gaps.first, let last = gaps.last else {
            (owed, absent) = (0, 0)
            return
        }
        let window = TimeRange(first.start, until: last.end)
        var owed: [TimeRange] = []
        for source in sources where source.facts.intervals.contains(interval) {
            let oldest = source.facts.oldest(of: interval, at: now)
            let absences = try await log.absences(of: source.name, interval, in: window)
                .filter(\.isEstablished).map(\.range)
            for gap in gaps {
                let offered = TimeRange(max(gap.start, oldest), until: max(gap.end, oldest))
                if !offered.isEmpty { owed += offered.subtracting(absences) }
            }
        }
        self.owed = owed.joined().count(of: interval)
        absent = gaps.count(of: interval) - self.owed
    }

    /// The missing closed candles of a window, up to the newest that a healthy source has closed.
    static func gaps(of interval: Interval, in window: TimeRange, _ archive: any CandleArchive, now: Timestamp)
        async throws -> [TimeRange]
    {
        let newest = OwedHours.newestExpected(interval, now: now) + interval.duration
        let closed = TimeRange(window.start, until: min(window.end, max(window.start, newest)))
        return closed.isEmpty ? [] : try await archive.gaps(of: interval, in: closed, limit: gapLimit)
    }
}

extension [TimeRange] {
    /// The union, oldest first.
    fileprivate func joined() -> [TimeRange] {
        sorted { $0.start < $1.start }.reduce(into: []) { joined, next in
            if let last = joined.last, next.start <= last.end {
                joined[joined.count - 1] = TimeRange(last.start, until: Swift.max(last.end, next.end))
            } else {
                joined.append(next)
            }
        }
    }
}
