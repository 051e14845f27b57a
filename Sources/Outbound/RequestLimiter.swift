import Domain
import Synchronization

/// Keeps the requests of this process within the budgets of their servers, and away from a server for as long as it has
/// asked.
final class RequestLimiter: Sendable {
    private struct State {
        var buckets: [String: TokenBucket] = [:]
        var refusals: [String: Refusal] = [:]
    }

    private struct Refusal {
        let error: OutboundError
        let until: Timestamp
    }

    private let state = Mutex(State())
    private let clock: any Clock<Duration>
    /// Since any fixed moment, by `clock`.
    private let elapsed: @Sendable () -> Duration
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - clock: monotonic; measures budgets.
    ///   - now: the clock that the ends of refusals are measured by.
    init(clock: any Clock<Duration>, now: @escaping @Sendable () -> Timestamp) {
        self.clock = clock
        elapsed = Self.stopwatch(clock)
        self.now = now
    }

    private static func stopwatch<C: Clock<Duration>>(_ clock: C) -> @Sendable () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }

    /// Waits until a request may be sent; returns at once for one without a budget.
    /// - Throws: the refusal of the server, with the remaining time, while it is in force.
    func admit(_ request: OutboundRequest) async throws(OutboundError) {
        guard let budget = request.budget else { return }
        try requireAccess(request.label)
        let wait = state.withLock { state in
            state.buckets[request.label, default: TokenBucket(budget, now: elapsed())]
                .reserve(budget.weight, now: elapsed())
        }
        guard wait > .zero else { return }
        guard (try? await clock.sleep(for: wait)) != nil else {
            throw OutboundError.timeout(host: request.host, limit: nil)
        }
        // Another request may have been refused meanwhile.
        try requireAccess(request.label)
    }

    /// Remembers for how long a server refuses requests: as it says, or as its budget does for too many requests.
    func note(_ error: OutboundError, of request: OutboundRequest) {
        guard let budget = request.budget, let wait = error.demandedWait ?? error.wait(by: budget) else { return }
        let until = now() + wait
        state.withLock { state in
            if let known = state.refusals[request.label], known.until >= until { return }
            state.refusals[request.label] = Refusal(error: error, until: until)
        }
    }

    private func requireAccess(_ label: String) throws(OutboundError) {
        let now = now()
        let refusal = state.withLock { state -> Refusal? in
            guard let refusal = state.refusals[label] else { return nil }
            if refusal.until <= now { state.refusals[label] = nil }
            return refusal.until > now ? refusal : nil
        }
        if let refusal { throw refusal.error.repeated(retryAfter: refusal.until - now) }
    }
}

extension OutboundError {
    /// The same refusal with the time that is left of it, where the server named one.
    fileprivate func repeated(retryAfter: Duration) -> OutboundError {
        guard case .status(let code, let excerpt, _) = self else { return self }
        return .status(code, excerpt: excerpt, retryAfter: demandedWait == nil ? nil : retryAfter)
    }

    fileprivate var demandedWait: Duration? { retryAfter.flatMap { $0 > .zero ? $0 : nil } }

    /// How long a refusal for too many requests that names no time lasts.
    fileprivate func wait(by budget: RequestBudget) -> Duration? {
        if case .status(let code, _, _) = self, [418, 429].contains(code) { budget.pause } else { nil }
    }
}
