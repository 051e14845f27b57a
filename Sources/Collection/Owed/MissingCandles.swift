package import Domain

/// Missing closed candles, as those that are owed and those that no source has.
package struct MissingCandles: Hashable, Sendable {
    /// Those that some source may still have.
    package let owed: Int
    /// Those that no source offers, or that every one is known not to have.
    package let absent: Int

    /// The number of gaps that are read at once, the newest first.
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
            owed += gaps.since(oldest).subtracting(absences)
        }
        self.owed = owed.joined().count(of: interval)
        absent = gaps.count(of: interval) - self.owed
    }

    /// The missing closed candles of a window, oldest first, up to the newest that a healthy source has closed: all of
    /// them, as the newest thousands may be known not to exist.
    static func gaps(of interval: Interval, in window: TimeRange, _ archive: any CandleArchive, now: Timestamp)
        async throws -> [TimeRange]
    {
        var found: [[TimeRange]] = []
        var rest = OwedHours.settled(window, of: interval, now: now)
        while !rest.isEmpty {
            let newest = try await archive.gaps(of: interval, in: rest, limit: gapLimit)
            guard let oldest = newest.first else { break }
            found.append(newest)
            guard newest.count == gapLimit else { break }
            rest = TimeRange(rest.start, until: oldest.start)
        }
        return found.reversed().flatMap { $0 }
    }
}
