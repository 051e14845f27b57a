import Domain
import Synchronization

/// What the endpoints remember of their clients, as venues do: until when they have been refused, and how many requests
/// came in the last second.
package final class AccessRules: Sendable {
    private struct Refusal {
        /// By the simulated clock.
        let until: Timestamp
        /// By the real clock: in a world without time, this one decides.
        let realUntil: ContinuousClock.Instant
        let isBan: Bool
    }

    private struct State {
        var refusals: [Endpoint: Refusal] = [:]
        var recent: [Endpoint: [ContinuousClock.Instant]] = [:]
        var violations: [LoggedRequest] = []
    }

    private let state = Mutex(State())

    /// No rules.
    package init() {}

    /// The requests that came while their client was asked to stay away, or beyond a budget, oldest first.
    package var violations: [LoggedRequest] { state.withLock { $0.violations } }

    /// Ends the refusals of an endpoint; of all, where `nil`. Violations stay.
    func endRefusals(of endpoint: Endpoint? = nil) {
        state.withLock { state in
            if let endpoint { state.refusals[endpoint] = nil } else { state.refusals.removeAll() }
        }
    }

    /// Remembers that an endpoint asked its client to stay away.
    /// - Parameter isBan: whether it refuses all requests until the end, and does not only ask for it.
    func refuse(_ endpoint: Endpoint, at now: Timestamp, seconds: Int, isBan: Bool) {
        let refusal = Refusal(
            until: now + .seconds(seconds), realUntil: .now + .seconds(seconds), isBan: isBan)
        state.withLock { $0.refusals[endpoint] = refusal }
    }

    /// Checks a request before it is answered.
    /// - Returns: the remaining time of a ban; `nil` when there is none.
    func ban(for request: LoggedRequest) -> Duration? {
        guard let endpoint = request.endpoint else { return nil }
        return state.withLock { state in
            guard let refusal = state.refusals[endpoint] else { return nil }
            guard request.time < refusal.until, .now < refusal.realUntil else {
                state.refusals[endpoint] = nil
                return nil
            }
            state.violations.append(request)
            return refusal.isBan ? refusal.until - request.time : nil
        }
    }

    /// Whether a request is within a budget; one beyond it is a violation.
    func isWithinBudget(_ request: LoggedRequest, perSecond: Int) -> Bool {
        guard let endpoint = request.endpoint else { return true }
        let now = ContinuousClock.now
        return state.withLock { state in
            let recent = state.recent[endpoint, default: []].filter { now - $0 < .seconds(1) } + [now]
            state.recent[endpoint] = recent
            if recent.count > perSecond { state.violations.append(request) }
            return recent.count <= perSecond
        }
    }
}
