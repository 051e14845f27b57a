import Domain

/// When a feed may be asked again: not more often than politeness allows, and not before its publisher expects anything
/// new. Pure.
///
/// Of several reasons to wait the longest counts. Whatever a publisher says, a feed is asked once a day at least,
/// unless its days are skipped: a mistake in a header must not silence it.
struct FeedSchedule: Sendable {
    /// `COLLECT_EVERY`.
    let every: Duration
    /// Whether the feed is the operator's own, who alone decides how often it is asked.
    let isPrivate: Bool

    /// Who wants the feed to be asked.
    enum Demand: Sendable {
        case scheduled
        /// A person, for whom failures of ours do not count.
        case manual
        /// A person who insists: only what the server itself asked for after a refusal is respected.
        case forced
    }

    /// Between two requests to a public feed, however often collection runs.
    static let leastInterval: Duration = .minutes(10)
    /// The same where collection runs less often, for a person who collects by hand.
    static let usualInterval: Duration = .minutes(30)
    /// The longest wait that a header or a `ttl` leads to.
    static let longestWait: Duration = .days(1)
    /// How long a permanent redirect must have been the answer before its target is asked directly.
    static let moveConfirmed: Duration = .days(1)
    /// After this, a feed is read in full although it calls itself unchanged.
    static let validatorsTrusted: Duration = .days(7)
    /// How long validators are not used after they were found to be wrong.
    static let distrust: Duration = .days(30)

    /// The shortest time between two requests. Schedules vary a little, so it is less than `every`.
    var interval: Duration {
        let own = min(Self.usualInterval, every * 9 / 10)
        return isPrivate ? own : max(Self.leastInterval, own)
    }

    /// The first moment for the next request after an answer at `moment`.
    func next(after moment: Timestamp, _ demands: FeedDemands) -> SourceReport.NextAttempt {
        let said: [(Duration?, SourcePause)] = [
            (demands.freshFor, .fresh), (demands.ttl, .ttl), (demands.updatePeriod, .updatePeriod),
        ]
        var (wait, reason) = (interval, SourcePause.interval)
        for (duration, pause) in said {
            guard let duration = duration.map({ min($0, Self.longestWait) }), duration > wait else { continue }
            (wait, reason) = (duration, pause)
        }
        let due = moment + wait
        return Self.skipped(at: due, demands) ?? SourceReport.NextAttempt(due, reason)
    }

    /// Why, and until when, a feed is not asked at `moment`; `nil` when it may be.
    func wait(for state: FeedState, at moment: Timestamp, _ demand: Demand) -> SourceReport.NextAttempt? {
        if let until = state.source.notBefore, moment < until, until - moment <= BackOff.longestDemand,
            state.source.isRefused
        {
            return SourceReport.NextAttempt(until, state.source.pause ?? .requested)
        }
        guard demand != .forced else { return nil }
        if let ended = state.ended { return SourceReport.NextAttempt(ended, .ended) }
        // A request of the future is one of a clock that was wrong.
        if let last = state.lastRequest, last <= moment {
            if !Self.isOver(last + interval, since: last, at: moment) {
                return SourceReport.NextAttempt(last + interval, .interval)
            }
            if let until = state.source.notBefore, let pause = state.source.pause, !state.source.isRefused,
                !(pause == .backOff && demand == .manual), !Self.isOver(until, since: last, at: moment)
            {
                return SourceReport.NextAttempt(until, pause)
            }
        }
        return Self.skipped(at: moment, state.demands)
    }

    /// A pass that is a little early does not wait for the next one, which would halve the number of requests that the
    /// publisher expects: a hundredth of the wait, half a minute at most.
    private static func isOver(_ until: Timestamp, since last: Timestamp, at moment: Timestamp) -> Bool {
        let slack = max(.zero, min(.seconds(30), (until - last) / 100))
        return moment >= until - slack
    }

    /// The end of the hours or days that are skipped at `moment`; `nil` where none is, or where all are, which nobody
    /// means.
    private static func skipped(at moment: Timestamp, _ demands: FeedDemands) -> SourceReport.NextAttempt? {
        guard let reason = reason(at: moment, demands) else { return nil }
        var hour = Interval.oneHour.openTime(containing: moment)
        for _ in 0..<(8 * 24) {
            hour = hour + .hours(1)
            if Self.reason(at: hour, demands) == nil { return SourceReport.NextAttempt(hour, reason) }
        }
        return nil
    }

    private static func reason(at moment: Timestamp, _ demands: FeedDemands) -> SourcePause? {
        let hours = Interval.oneHour.openTime(containing: moment).seconds / 3600
        let (hour, day) = (Int(((hours % 24) + 24) % 24), (hours - ((hours % 24) + 24) % 24) / 24)
        if demands.skipDays.contains(CivilDay.weekday(of: day)) { return .skipDays }
        return demands.skipHours.contains(hour) ? .skipHours : nil
    }

    /// The request that is due for a feed.
    func request(for state: FeedState, at moment: Timestamp) -> FeedRequest {
        let isTrusted = state.distrusted.map { moment - $0 >= Self.distrust } ?? true
        let isRecent = state.lastRead.map { moment - $0 < Self.validatorsTrusted } ?? false
        let move = state.move.flatMap { moment - $0.since >= Self.moveConfirmed ? $0.address : nil }
        return FeedRequest(since: isTrusted && isRecent ? state.validators : nil, movedTo: move)
    }
}
