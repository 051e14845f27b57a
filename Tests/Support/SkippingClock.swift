import Synchronization

/// A clock on which every wait is over at once: time goes on by as long as was waited.
package final class SkippingClock: Clock, Sendable {
    package struct Instant: InstantProtocol {
        /// Since the clock was made.
        package let elapsed: Duration

        package func advanced(by duration: Duration) -> Instant { Instant(elapsed: elapsed + duration) }
        package func duration(to other: Instant) -> Duration { other.elapsed - elapsed }
        package static func < (a: Instant, b: Instant) -> Bool { a.elapsed < b.elapsed }
    }

    private let time = Mutex(Instant(elapsed: .zero))

    package init() {}

    package var now: Instant { time.withLock { $0 } }
    package var minimumResolution: Duration { .nanoseconds(1) }

    /// As when the host stands still.
    package func advance(by duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        time.withLock { $0 = max($0, deadline) }
        await Task.yield()
    }
}
