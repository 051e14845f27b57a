import Domain

/// Fills the missing hours of a window from the sources, in their order, until none is missing or no source is left.
struct PriceCollection: Sendable {
    let sources: [any PriceSource]
    let archive: any CandleArchive
    let journal: any Journal
    let now: @Sendable () -> Timestamp

    struct Result: Sendable {
        var reports: [SourceReport] = []
        /// Whether a source returned the needed data.
        var served = false
    }

    /// - Parameter followingNow: whether the newest candles are required, so that a source with stale data has failed.
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
                source, for: ranges, of: interval, requiringFresh: followingNow && !result.served, run: run)
            if report.outcome == .ok { result.served = true }
            result.reports.append(report)
        }
        return result
    }

    /// The part of a range that the source still offers.
    private func reachable(
        _ range: TimeRange, of interval: Interval, from source: any PriceSource, at moment: Timestamp
    ) -> TimeRange? {
        guard let depth = source.depth else { return range }
        let oldest = interval.openTime(containing: moment) - interval.duration * (depth - 1)
        let clipped = TimeRange(max(range.start, oldest), until: max(range.end, oldest))
        return clipped.isEmpty ? nil : clipped
    }

    private func ask(
        _ source: any PriceSource, for ranges: [TimeRange], of interval: Interval, requiringFresh: Bool, run: RunID
    ) async throws -> SourceReport {
        var fetched = 0
        var kept = WriteResult()
        do {
            var newest: Timestamp?
            for range in ranges {
                // Taken before the request: the response is at least as new.
                let requestedAt = now()
                let batch = try await source.candles(of: interval, in: range)
                warnAboutClock(requestedAt: requestedAt, venue: batch.venueTime, source: source.name)
                for reason in batch.rejected {
                    journal.record(
                        Event(.warning, "\(source.name): row left out, \(reason)", ["source": source.name.rawValue]))
                }
                let seenAt = min(requestedAt, batch.venueTime ?? requestedAt)
                let possiblyOpen = possiblyOpenCandle(of: batch, requestedAt: requestedAt, for: range, of: interval)
                let sightings = batch.candles.filter { $0.openTime <= seenAt }.map { candle in
                    let observedAt =
                        candle.openTime == possiblyOpen ? min(seenAt, candle.closeTime - .milliseconds(1)) : seenAt
                    return ArchivedCandle(candle, source: source.name, run: run, seenAt: observedAt)
                }
                kept = kept + (try await archive.keep(sightings))
                fetched += batch.candles.count
                newest = [newest, sightings.map(\.candle.openTime).max()].compactMap(\.self).max()
            }
            if requiringFresh { try requireFresh(newest, of: interval, from: source.name) }
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

    /// The open time of a candle that must not count as closed: the newest of a response that should reach further.
    /// Such a response may come from a cache, hours old with a current date, from a time when that candle was open.
    private func possiblyOpenCandle(
        of batch: CandleBatch, requestedAt: Timestamp, for range: TimeRange, of interval: Interval
    ) -> Timestamp? {
        let expected = MissingHours.newestExpected(interval, now: requestedAt)
        guard range.contains(expected), let newest = batch.candles.last?.openTime, newest < expected else { return nil }
        return newest
    }

    private func requireFresh(_ newest: Timestamp?, of interval: Interval, from source: SourceName)
        throws(SourceFailure)
    {
        guard let newest else { throw SourceFailure(source, .noCandles) }
        let expected = MissingHours.newestExpected(interval, now: now())
        guard newest >= expected else {
            throw SourceFailure(source, .staleCandles(newest: newest, expected: expected))
        }
    }

    private func warnAboutClock(requestedAt: Timestamp, venue: Timestamp?, source: SourceName) {
        // The response is dated during the request: without a clock error, it is later by the response time at most.
        guard let venue, requestedAt - venue > .minutes(2) || venue - requestedAt > .minutes(5) else { return }
        journal.record(
            Event(
                .warning,
                "this host's clock is at \(requestedAt) and \(source)'s at \(venue); check it with timedatectl",
                ["source": source.rawValue, "cause": "clock-skew"]))
    }
}
