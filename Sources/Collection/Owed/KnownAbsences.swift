import Domain

/// What a source is known not to have, after a response. Pure.
struct KnownAbsences {
    let source: SourceName
    let interval: Interval
    /// `COLLECT_EVERY`: what was absent once is asked again by the next run.
    let every: Duration

    /// The delay before a source is asked again, which grows with each confirmation: for a venue's beginning, or an
    /// outage years ago, up to a month.
    func delay(after confirmations: Int) -> Duration {
        switch confirmations {
        case ...1: every * 3 / 4
        case 2: every * 6
        case 3: .days(1)
        case 4: .days(7)
        default: .days(30)
        }
    }

    /// - Parameters:
    ///   - known: the absences that overlap `asked`.
    ///   - missing: the ranges within `asked` that the source did not give, oldest first.
    ///   - reason: of all of them.
    /// - Returns: the absences that take the place of `known`.
    func updated(
        _ known: [SourceAbsence], asked: TimeRange, missing: [TimeRange], reason: SourceAbsence.Reason, now: Timestamp
    ) -> [SourceAbsence] {
        let outside = known.flatMap { absence in
            absence.range.subtracting([asked]).map { absence.limited(to: $0) }
        }
        let confirmed = missing.map { range in
            let before = known.filter { $0.range.overlaps(range) }
            let confirmations = (before.map(\.confirmations).max() ?? 0) + 1
            return SourceAbsence(
                source, interval, range, reason: reason, since: before.map(\.since).min() ?? now,
                confirmations: confirmations, nextCheck: now + delay(after: confirmations))
        }
        return (outside + confirmed).sorted { $0.range.start < $1.range.start }.joined()
    }
}

extension SourceAbsence {
    func limited(to range: TimeRange) -> SourceAbsence {
        SourceAbsence(
            source, interval, range, reason: reason, since: since, confirmations: confirmations, nextCheck: nextCheck)
    }
}

extension [SourceAbsence] {
    /// Neighbours of one reason as one, to be checked when the first of them is due.
    fileprivate func joined() -> [SourceAbsence] {
        reduce(into: []) { joined, next in
            guard let last = joined.last, last.range.end == next.range.start, last.reason == next.reason else {
                joined.append(next)
                return
            }
            joined[joined.count - 1] = SourceAbsence(
                last.source, last.interval, TimeRange(last.range.start, until: next.range.end), reason: last.reason,
                since: Swift.min(last.since, next.since),
                confirmations: Swift.min(last.confirmations, next.confirmations),
                nextCheck: Swift.min(last.nextCheck, next.nextCheck))
        }
    }
}
