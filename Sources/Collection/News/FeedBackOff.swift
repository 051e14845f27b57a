import Domain

/// How long a feed that failed is left alone, over runs and hosts. Pure.
struct FeedBackOff: Sendable {
    /// The time between two runs, or between two requests where that is longer.
    let first: Duration

    static let longest: Duration = .days(1)

    init(_ schedule: FeedSchedule) { first = max(schedule.every, schedule.interval) }

    /// Doubles with each failure in a row, up to a day; the next run asks again after the first one.
    /// - Parameter jitter: a random number in 0..<1, so that feeds that failed together do not come back together: the
    ///   pause is half to all of its bound.
    func pause(after failures: Int, jitter: Double) -> Duration {
        let bound = min(Self.longest, first * (1 << min(20, max(0, failures - 1))))
        return bound / 2 + bound / 2 * min(1, max(0, jitter))
    }
}
