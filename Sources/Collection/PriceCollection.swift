import Domain

/// Fills the missing hours of a window from the sources, in their order, until none is missing or none is left to ask.
struct PriceCollection: Sendable {
    let sources: [any PriceSource]
    let archive: any CandleArchive
    let journal: any Journal
    let now: @Sendable () -> Timestamp

    struct Result: Sendable {
        var reports: [SourceReport] = []
        /// Whether some source gave what was needed.
        var served = false
    }

    /// - Parameter followingNow: whether the newest candles are wanted too, so that a source with old data has failed.
    func fill(_ window: TimeRange, of interval: Interval, followingNow: Bool, run: RunID) async throws -> Result {
        var result = Result()
        for source in sources {
            try Task.checkCancellation()
            let moment = now()
            let kept = try await archive.closedOpenTimes(of: interval, in: window)
            let hours = MissingHours(interval, in: window, keptClosed: kept, now: moment)
            if result.served && hours.missing.isEmpty { break }

            let ranges = hours.ranges(followingNow: followingNow && !result.served)
                .compactMap { reachable($0, of: interval, from: source, at: moment) }
            if ranges.isEmpty {
                if hours.missing.isEmpty { result.served = true }
                continue
            }
            let report = try await ask(
                source, for: ranges, of: interval, expecting: followingNow && !result.served, run: run)
            if report.outcome == .ok { result.served = true }
            result.reports.append(report)
        }
        return result
    }

    /// The part of a range that the source still keeps.
    private func reachable(
        _ range: TimeRange, of interval: Interval, from source: any PriceSource, at moment: Timestamp
    ) -> TimeRange? {
        guard let depth = source.depth else { return range }
        let oldest = interval.openTime(containing: moment) - interval.duration * (depth - 1)
        let clipped = TimeRange(max(range.start, oldest), until: max(range.end, oldest))
        return clipped.isEmpty ? nil : clipped
    }

    private func ask(
        _ source: any PriceSource, for ranges: [TimeRange], of interval: Interval, expecting fresh: Bool, run: RunID
    ) async throws -> SourceReport {
        var fetched = 0
        var kept = WriteResult()
        do {
            var newest: Timestamp?
            for range in ranges {
                // Before the request leaves: what the venue answers is at least as new as this.
                let asked = now()
                let batch = try await source.candles(of: interval, in: range)
                warnAboutClock(asked: asked, venue: batch.venueTime, source: source.name)
                for reason in batch.rejected {
                    journal.record(
                        Event(.warning, "\(source.name): row left out, \(reason)", ["source": source.name.rawValue]))
                }
                let seenAt = min(asked, batch.venueTime ?? asked)
                let doubted = doubtfulCandle(of: batch, asked: asked, for: range, of: interval)
                let sightings = batch.candles.filter { $0.openTime <= seenAt }.map { candle in
                    let observedAt =
                        candle.openTime == doubted ? min(seenAt, candle.closeTime - .milliseconds(1)) : seenAt
                    return ArchivedCandle(candle, source: source.name, run: run, seenAt: observedAt)
                }
                kept = kept + (try await archive.keep(sightings))
                fetched += batch.candles.count
                newest = [newest, sightings.map(\.candle.openTime).max()].compactMap(\.self).max()
            }
            if fresh { try demandFresh(newest, of: interval, from: source.name) }
            if fetched == 0, ranges.contains(where: { $0.duration >= .days(1) }) {
                throw SourceFailure(source.name, .noCandles)
            }
            journal.record(
                Event(
                    .info, "\(source.name): \(fetched) candles fetched, \(kept.new) new, \(kept.updated) updated",
                    [
                        "source": source.name.rawValue, "run": run.rawValue, "fetched": "\(fetched)",
                        "new": "\(kept.new)", "updated": "\(kept.updated)",
                    ]))
            return SourceReport(source: source.name, part: .prices, fetched: fetched, kept: kept)
        } catch let failure as SourceFailure {
            try Task.checkCancellation()
            journal.record(Event(failure, run: run))
            var report = SourceReport(source: source.name, part: .prices, failure: failure)
            (report.fetched, report.new, report.updated, report.unchanged) = (
                fetched, kept.new, kept.updated, kept.unchanged
            )
            return report
        }
    }

    /// Open time of a candle that must not pass for closed: the newest of an answer that should reach further. Such an
    /// answer may be hours old under today's date, as a cache gives it, and was made while that candle was still open.
    private func doubtfulCandle(of batch: CandleBatch, asked: Timestamp, for range: TimeRange, of interval: Interval)
        -> Timestamp?
    {
        let expected = MissingHours.newestExpected(interval, now: asked)
        guard range.contains(expected), let newest = batch.candles.last?.openTime, newest < expected else { return nil }
        return newest
    }

    private func demandFresh(_ newest: Timestamp?, of interval: Interval, from source: SourceName) throws(SourceFailure)
    {
        guard let newest else { throw SourceFailure(source, .noCandles) }
        let expected = MissingHours.newestExpected(interval, now: now())
        guard newest >= expected else {
            throw SourceFailure(source, .staleCandles(newest: newest, expected: expected))
        }
    }

    private func warnAboutClock(asked: Timestamp, venue: Timestamp?, source: SourceName) {
        // A venue's answer is dated while we wait for it, so it can only look late by the time it took, or early by a
        // fast clock of ours.
        guard let venue, asked - venue > .minutes(2) || venue - asked > .minutes(5) else { return }
        journal.record(
            Event(
                .warning, "this host's clock says \(asked) and \(source)'s says \(venue); check it with timedatectl",
                ["source": source.rawValue, "cause": "clock-skew"]))
    }
}
