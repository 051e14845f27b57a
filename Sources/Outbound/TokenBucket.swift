import Domain

/// The weight that may still be spent of a ``Domain/RequestBudget``. Pure: time is passed in.
///
/// In any period of `t` seconds, a total weight of at most the burst and `t` times the rate is let through.
struct TokenBucket: Sendable {
    /// Weight a second.
    private let rate: Double
    private let burst: Double
    /// Negative while requests wait for their turn.
    private var level: Double
    private var updated: Duration

    /// Full at `now`, which counts from any fixed moment of a monotonic clock.
    init(_ budget: RequestBudget, now: Duration) {
        rate = Double(budget.requests) / max(1e-9, budget.period / .seconds(1))
        burst = Double(budget.burst)
        level = burst
        updated = now
    }

    /// Reserves `weight`, and returns how long to wait before it may be spent. Reservations are served in their order.
    mutating func reserve(_ weight: Int, now: Duration) -> Duration {
        let elapsed = max(.zero, now - updated)
        level = min(burst, level + elapsed / .seconds(1) * rate) - Double(weight)
        updated = max(updated, now)
        // Rounded up, so that a wait is never too short.
        return level >= 0 ? .zero : .nanoseconds(Int64(min((-level / rate * 1e9).rounded(.up), 9e18)))
    }
}
