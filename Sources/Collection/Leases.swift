package import Domain

/// The leases of this process: how one is taken, renewed while work goes on, and given back.
///
/// Waits and expiry are measured by a monotonic clock; wall-clock time is only what the registry stores for other
/// hosts.
package struct Leases: Sendable {
    private let registry: any LeaseRegistry
    package let host: String
    private let process: Int32
    private let processStart: String
    private let isGone: @Sendable (LeaseHolder) -> Bool
    private let acquireTimeout: Duration
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Timestamp

    /// How long a lease lasts after it was last renewed: a host that died blocks the others no longer than this.
    static let ttl: Duration = .seconds(60)
    static let renewalInterval: Duration = .seconds(15)
    /// Between a renewal that failed and the next attempt.
    static let retryInterval: Duration = .seconds(2)
    private static let pollInterval: Duration = .milliseconds(250)

    /// - Parameters:
    ///   - isGone: whether a holder's process is known not to exist any more (only the same host can know).
    ///   - acquireTimeout: how long to wait for another process's pass to end.
    ///   - clock: monotonic.
    ///   - now: real time, also where what is collected has a simulated clock.
    package init(
        registry: any LeaseRegistry, host: String, process: Int32, processStart: String,
        isGone: @escaping @Sendable (LeaseHolder) -> Bool,
        acquireTimeout: Duration = .seconds(90), clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.registry = registry
        self.host = host
        self.process = process
        self.processStart = processStart
        self.isGone = isGone
        self.acquireTimeout = acquireTimeout
        self.clock = clock
        self.now = now
    }

    enum Outcome<Value: Sendable>: Sendable {
        case done(Value)
        /// Another process held the lease until the timeout.
        case heldBy(LeaseHolder)
    }

    /// Runs `work` while this process holds a lease. The lease is given back however the work ends.
    /// - Parameter work: gets the run of a holder that died, where there was one. Cancelled when the lease is lost.
    /// - Throws: ``LeaseLost``, ``Domain/ArchiveFailure``, and what `work` throws.
    func holding<Value: Sendable>(
        _ name: String, for run: RunID, journal: any Journal,
        _ work: @escaping @Sendable (_ abandoned: RunID?) async throws -> Value
    ) async throws -> Outcome<Value> {
        let holder = LeaseHolder(run: run, host: host, process: process, processStart: processStart)
        return try await holding(Hold(name: name, holder: holder, journal: journal), by: clock, work)
    }

    /// A lease in the hand of this process.
    private struct Hold: Sendable {
        let name: String
        let holder: LeaseHolder
        let journal: any Journal
    }

    private func holding<Value: Sendable, C: Clock<Duration>>(
        _ hold: Hold, by clock: C, _ work: @escaping @Sendable (RunID?) async throws -> Value
    ) async throws -> Outcome<Value> {
        let deadline = clock.now.advanced(by: acquireTimeout)
        while true {
            let asked = clock.now
            switch try await registry.take(hold.name, for: hold.holder, now: now(), ttl: Self.ttl, isGone: isGone) {
            case .heldBy(let other, _):
                guard asked < deadline else { return .heldBy(other) }
                try await clock.sleep(for: Self.pollInterval)
            case .taken(let abandoned):
                return .done(
                    try await releasing(hold) {
                        try await renewing(hold, until: asked.advanced(by: Self.ttl), by: clock) {
                            try await work(abandoned)
                        }
                    })
            }
        }
    }

    /// In a task of its own, so that the lease is given back also when this task has been cancelled.
    private func releasing<Value: Sendable>(_ hold: Hold, _ work: () async throws -> Value) async throws -> Value {
        let release = { @Sendable [registry] in try await registry.release(hold.name, for: hold.holder) }
        do {
            let value = try await work()
            try await Task.detached { try await release() }.value
            return value
        } catch {
            // The first error counts; a lease that cannot be given back expires.
            await Task.detached { try? await release() }.value
            throw error
        }
    }

    private func renewing<Value: Sendable, C: Clock<Duration>>(
        _ hold: Hold, until expiry: C.Instant, by clock: C, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await renew(hold, until: expiry, by: clock)
                return nil
            }
            defer { group.cancelAll() }
            guard let result = try await group.next() ?? nil else { throw LeaseLost() }
            return result
        }
    }

    /// Renews the lease until it is lost: taken over by another process, or expired because no renewal succeeded in
    /// time.
    private func renew<C: Clock<Duration>>(_ hold: Hold, until expiry: C.Instant, by clock: C) async throws {
        var (expiry, wait) = (expiry, Self.renewalInterval)
        while true {
            try await clock.sleep(until: min(clock.now.advanced(by: wait), expiry), tolerance: nil)
            let asked = clock.now
            let isRetry = wait == Self.retryInterval
            // This process stood still for longer than the lease lasts: one attempt shows whether another has it.
            guard asked < expiry || !isRetry else { return }
            let limit = max(.seconds(1), asked.duration(to: expiry))
            do {
                let isHeld = try await withDeadline(limit, late: .abandoned) {
                    try await registry.renew(hold.name, for: hold.holder, now: now(), ttl: Self.ttl)
                }
                switch isHeld {
                case true?:
                    (expiry, wait) = (asked.advanced(by: Self.ttl), Self.renewalInterval)
                case false?:
                    return
                case nil:
                    try Task.checkCancellation()
                    return
                }
            } catch {
                try Task.checkCancellation()
                hold.journal.record(
                    Event(
                        .warning,
                        "the lease '\(hold.name)' could not be renewed and is retried until it expires: \(error)",
                        ["run": hold.holder.run.rawValue]))
                wait = Self.retryInterval
            }
        }
    }
}

/// The lease was taken over by another process, or could not be renewed before it expired.
package struct LeaseLost: Error, CustomStringConvertible {
    package var description: String {
        "the lease on collecting was lost: it could not be renewed in time, or another process took it over; what was "
            + "collected is kept, the next pass continues"
    }
}
