import Domain

/// How long a source is left alone after failures of its own, where it did not say so itself. Pure.
struct BackOff: Sendable {
    /// `COLLECT_EVERY`: a source that failed once is asked again by the next run.
    let every: Duration

    /// The longest time for which a source's own demand is believed: beyond it, the demand is a mistake.
    static let longestDemand: Duration = .days(7)

    /// Doubles with each failure in a row. A source that refuses this host is left alone for up to six runs, any other
    /// one never until a run after the next.
    func pause(after failures: Int, of kind: ErrorKind) -> Duration {
        let first = Self.isRefusal(kind) ? every / 4 : every / 120
        let longest = Self.isRefusal(kind) ? every * 6 - every / 10 : every * 3 / 4
        return min(longest, first * (1 << min(20, max(0, failures - 1))))
    }

    private static func isRefusal(_ kind: ErrorKind) -> Bool {
        [.blocked, .rateLimited, .challenge, .loginPage, .auth].contains(kind)
    }

    /// The state after a failure at `moment`.
    func state(_ state: SourceState, after failure: SourceFailure, at moment: Timestamp) -> SourceState {
        var state = state
        state.note(failure, at: moment)
        if let demanded = failure.notBefore(failedAt: moment) {
            state.notBefore = max(state.notBefore ?? moment, min(demanded, moment + Self.longestDemand))
            state.pause = if case .banned = failure.reason { .banned } else { .requested }
        } else if let documented = failure.documentedPause {
            guard state.notBefore.map({ $0 < moment + documented }) ?? true else { return state }
            (state.notBefore, state.pause) = (moment + documented, .documented)
        } else if !state.isPausedByDemand(at: moment) {
            state.notBefore = moment + pause(after: state.failures, of: failure.kind)
            state.pause = .backOff
        }
        return state
    }
}

extension SourceState {
    /// Counts a failure in a row.
    mutating func note(_ failed: SourceFailure, at moment: Timestamp) {
        failures = failures.addingClamped(1)
        lastFailure = moment
        failure = SourceReport.Failure(
            kind: failed.kind, message: failed.message.english, hint: failed.hint.english)
    }

    /// Whether the source itself, or its documentation, says that it must not be asked at `moment`.
    func isPausedByDemand(at moment: Timestamp) -> Bool { isPaused(at: moment) && pause != .backOff }

    /// Whether the source should not be asked at `moment`.
    func isPaused(at moment: Timestamp) -> Bool { notBefore.map { moment < $0 } ?? false }

    /// The last failure, with the time of the next attempt.
    var skipped: SourceReport.Failure {
        let last = failure
        let next = notBefore.map { "; not asked again before \($0)" } ?? ""
        return SourceReport.Failure(
            kind: last?.kind ?? .rateLimited, message: (last?.message ?? "left alone") + next,
            hint: last?.hint ?? ErrorKind.rateLimited.defaultHint.english)
    }

    /// The state after a response with data at `moment`.
    func answered(at moment: Timestamp, venueTime: Timestamp?) -> SourceState {
        var state = self
        state.lastAnswer = moment
        state.failures = 0
        if !isPausedByDemand(at: moment) { (state.notBefore, state.pause) = (nil, nil) }
        if let venueTime { state.clock = ClockOffset(venueTime - moment, measured: moment) }
        return state
    }
}
