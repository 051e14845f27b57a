import Domain

/// The hours that are owed, and the pages that ask for them. Pure.
enum OwedHours {
    /// Venues publish a candle some seconds after its close: until then, a missing one is no failure.
    static let settling: Duration = .seconds(45)

    /// The newest open time that a healthy source has closed at `now`.
    static func newestExpected(_ interval: Interval, now: Timestamp) -> Timestamp {
        interval.openTime(containing: now - settling) - interval.duration
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
        let oldest = max(facts.oldest(of: interval, at: now), window.start, Self.firstBlock)
        let current = interval.openTime(containing: now)
        var pages: [TimeRange] = []
        for gap in gaps.reversed() {
            var end = min(gap.end, pages.last?.start ?? gap.end)
            while max(gap.start, oldest) < end {
                // One newer hour, where there is room for it.
                let newer = end - gap.start < size ? min(end + interval.duration, current) : end
                let until = max(end, newer)
                let page = TimeRange(max(until - size, oldest), until: until)
                guard !page.isEmpty else { break }
                pages.append(page)
                end = page.start
            }
        }
        return pages
    }

    /// The hour of Bitcoin's first block: no exchange has an older price.
    static let firstBlock = Timestamp(seconds: 1_230_940_800)
}

extension TimeRange {
    /// The parts of the range outside `others`, oldest first.
    func subtracting(_ others: [TimeRange]) -> [TimeRange] {
        var left = [self]
        for other in others where !other.isEmpty {
            left = left.flatMap { part -> [TimeRange] in
                guard part.overlaps(other) else { return [part] }
                return [
                    TimeRange(part.start, until: max(part.start, other.start)),
                    TimeRange(min(part.end, other.end), until: part.end),
                ].filter { !$0.isEmpty }
            }
        }
        return left.sorted { $0.start < $1.start }
    }

    func overlaps(_ other: TimeRange) -> Bool { start < other.end && other.start < end }

    /// The common part; `nil` for none.
    func intersection(_ other: TimeRange) -> TimeRange? {
        overlaps(other) ? TimeRange(max(start, other.start), until: min(end, other.end)) : nil
    }
}

/// Ranges that do not overlap, oldest first.
extension [TimeRange] {
    /// The parts outside `others`, oldest first. Its cost grows with the sum of both counts.
    func subtracting(_ others: [TimeRange]) -> [TimeRange] {
        let others = others.filter { !$0.isEmpty }.joined()
        var left: [TimeRange] = []
        var first = 0
        for range in self where !range.isEmpty {
            while first < others.count, others[first].end <= range.start { first += 1 }
            var start = range.start
            var next = first
            while next < others.count, others[next].start < range.end {
                if start < others[next].start { left.append(TimeRange(start, until: others[next].start)) }
                start = others[next].end
                next += 1
            }
            if start < range.end { left.append(TimeRange(start, until: range.end)) }
        }
        return left
    }

    /// The parts from `oldest` on.
    func since(_ oldest: Timestamp) -> [TimeRange] {
        compactMap { $0.end <= oldest ? nil : TimeRange(Swift.max($0.start, oldest), until: $0.end) }
    }

    /// The union of any ranges, oldest first.
    func joined() -> [TimeRange] {
        sorted { $0.start < $1.start }.reduce(into: []) { joined, next in
            if let last = joined.last, next.start <= last.end {
                joined[joined.count - 1] = TimeRange(last.start, until: Swift.max(last.end, next.end))
            } else {
                joined.append(next)
            }
        }
    }

    /// The number of open times of `interval`, for ranges that are aligned to it.
    func count(of interval: Interval) -> Int {
        reduce(0) { $0 + Int($1.duration.components.seconds / interval.seconds) }
    }
}

extension Collection<Timestamp> where Index == Int {
    /// Open times, oldest first, as ranges without gaps.
    func ranges(every interval: Interval) -> [TimeRange] {
        reduce(into: [TimeRange]()) { ranges, open in
            if let last = ranges.last, last.end == open {
                ranges[ranges.count - 1] = TimeRange(last.start, until: open + interval.duration)
            } else {
                ranges.append(TimeRange(open, until: open + interval.duration))
            }
        }
    }
}
