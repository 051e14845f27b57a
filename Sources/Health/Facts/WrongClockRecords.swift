package import Domain

extension DatabaseFacts.Contents {
    /// How far in the future a record may lie without the clocks being wrong.
    package static let toleratedAhead: Duration = .minutes(2)

    /// Leaves out runs that a wrong clock dated in the future, once the clock is right again: the newest run is then
    /// the last one that this host made, and not the one with the highest date.
    ///
    /// The clock is right again when this host has made a run since that is not in the future, and no venue has dated a
    /// price later than now.
    package mutating func leaveOutRunsOfWrongClock(now: Timestamp) {
        let limit = now + Self.toleratedAhead
        guard let last = lastRunHere, last.started <= limit, (newestCandle?.seenAt ?? now) <= limit else { return }
        runs.removeAll { $0.started > limit }
    }
}
