import NIOCore
import Synchronization

/// The rate limit of one client as a single atomic word, so that event loops share it without a lock.
///
/// The generic cell rate algorithm (ITU-T I.371, A.2) in place of a counted bucket: `due` is when a client that used
/// its rate evenly would send the next request. A request is accepted until that is `burst` requests ahead of the time.
final class TokenBucket: Sendable {
    /// In nanoseconds of uptime.
    private let due = Atomic<UInt64>(0)

    /// How a rate is counted, in nanoseconds.
    struct Rate: Sendable {
        let interval: UInt64
        let tolerance: UInt64

        /// `nil` for no limit.
        init?(perSecond: Int, burst: Int) {
            guard perSecond > 0 else { return nil }
            interval = max(1, 1_000_000_000 / UInt64(perSecond))
            tolerance = interval.multipliedReportingOverflow(by: UInt64(max(1, burst))).partialValue
        }

        /// The requests of a client that has paused.
        var burst: UInt64 { tolerance / interval }
        /// How long it takes until they may be sent again.
        var windowSeconds: UInt64 { max(1, tolerance / 1_000_000_000) }
    }

    /// Takes a token.
    /// - Returns: `nil` when there was one, else the time until there is.
    func take(_ rate: Rate, at now: NIODeadline) -> TimeAmount? {
        let now = now.uptimeNanoseconds
        var current = due.load(ordering: .relaxed)
        while true {
            let next = max(current, now) &+ rate.interval
            if next > now, next - now > rate.tolerance {
                return .nanoseconds(Int64(clamping: next - now - rate.tolerance))
            }
            let (exchanged, original) = due.compareExchange(
                expected: current, desired: next, ordering: .relaxed)
            if exchanged { return nil }
            current = original
        }
    }

    /// Whether the client may send a complete burst again, so that a new bucket would be the same.
    func isFull(at now: NIODeadline) -> Bool { due.load(ordering: .relaxed) <= now.uptimeNanoseconds }
}
