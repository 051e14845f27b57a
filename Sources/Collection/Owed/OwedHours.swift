import Domain

/// The hours that are owed, and the pages that ask for them. Pure.
enum OwedHours {
    /// Venues publish a candle some seconds after its close: until then, a missing one is no failure.
    static let settling: Duration = .seconds(45)

    /// The newest open time that a healthy source has closed at `now`.
    static func newestExpected(_ interval: Interval, now: Timestamp) -> Timestamp {
        interval.openTime(containing: now - settling) - interval.duration
    }

    /// The part of a window whose candles a healthy source has closed at `now`.
    static func settled(_ window: TimeRange, of interval: Interval, now: Timestamp) -> TimeRange {
        let newest = newestExpected(interval, now: now) + interval.duration
        return TimeRange(window.start, until: min(window.end, max(window.start, newest)))
    }

    /// The range of the newest candles, with the open one: as far back as venues correct them, in one page.
    static func newest(_ interval: Interval, of facts: SourceFacts, now: Timestamp) -> TimeRange {
        let current = interval.openTime(containing: now)
        let count = min(Int(ReplacementRule.correctionPeriod.components.seconds / interval.seconds), facts.pageSize - 1)
        let start = max(current - interval.duration * count, facts.oldest(of: interval, at: now))
        return TimeRange(min(start, current), until: current + interval.duration)
    }

    /// The parts of `gaps` that a source may have: those that it still offers, without what it is known not to have.
    static func reachable(
        _ gaps: [TimeRange], of interval: Interval, from facts: SourceFacts, absences: [SourceAbsence], now: Timestamp
    ) -> [TimeRange] {
        let oldest = facts.oldest(of: interval, at: now)
        let absent = absences.filter { $0.nextCheck > now }.map(\.range)
        return gaps.since(oldest).subtracting(absent)
    }

    /// Pages that cover `gaps`, newest first, each as long as a response may be: the hours around a gap show whether a
    /// response without it is believable.
    /// - Parameter window: what pages do not reach beyond at their older end.
    static func pages(
        for gaps: [TimeRange], of interval: Interval, from facts: SourceFacts, within window: TimeRange, now: Timestamp
    ) -> [TimeRange] {
        let size = interval.duration * facts.pageSize
        let oldest = max(facts.oldest(of: interval, at: now), window.start, .firstBlockDay)
        let current = interval.openTime(containing: now)
        var pages: [TimeRange] = []
        for gap in gaps.reversed() {
            var end = min(gap.end, pages.last?.start ?? gap.end)
            while max(gap.start, oldest) < end {
                // One newer candle, where there is room for it, or where only that proves the newest of the gap closed.
                let isRecent = end == gap.end && end + ObservedCandles.cacheAge > now
                let newer = isRecent || end - gap.start < size ? min(end + interval.duration, current) : end
                let until = max(end, newer)
                let page = TimeRange(max(until - size, oldest), until: until)
                guard !page.isEmpty else { break }
                pages.append(page)
                end = page.start
            }
        }
        return pages
    }
}
