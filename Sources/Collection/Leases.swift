package import Domain

/// Acquires, renews and releases the leases of this process.
///
/// Waits and expiry are measured by a monotonic clock; wall-clock time is only stored in the registry for other hosts.
package struct Leases: Sendable {
    private let registry: any LeaseRegistry
    package let host: String
    private let process: Int32
    private let processStart: String
    private let isGone: @Sendable (LeaseHolder) -> Bool
    private let acquireTimeout: Duration
    private let ttl: Duration
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Timestamp

    /// The time from the last renewal to the expiry: a failed host blocks others no longer than this.
    package static let ttl: Duration = .seconds(60)
    static let renewalInterval: Duration = .seconds(15)
    /// The delay before a failed renewal is retried.
    static let retryInterval: Duration = .seconds(2)
    /// The shortest time that the first attempt may take: a host that stood still is slow when it goes on.
    private static let attemptLimit: Duration = .seconds(10)
    private static let pollInterval: Duration = .milliseconds(250)

    /// - Parameters:
    ///   - isGone: whether the process of a holder is known to have ended (known on the same host only).
    ///   - acquireTimeout: how long to wait for another process to release the lease: longer than a pass waits for the
    ///     newest hour to be proven.
    ///   - ttl: the time from the last renewal to the expiry.
    ///   - clock: monotonic.
    ///   - now: real time, also where the market has a simulated clock.
    package init(
        registry: any LeaseRegistry, host: String, process: Int32, processStart: String,
        isGone: @escaping @Sendable (LeaseHolder) -> Bool,
        acquireTimeout: Duration = .minutes(4), ttl: Duration = Self.ttl,
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.registry = registry
        self.host = host
        self.process = process
        self.processStart = processStart
        self.isGone = isGone
        self.acquireTimeout = acquireTimeout
        self.ttl = ttl
        self.clock = clock
        self.now = now
    }

    enum Outcome<Value: Sendable>: Sendable {
        case done(Value)
        /// Another process held the lease until the timeout.
        case heldBy(LeaseHolder)
    }

    /// Runs `work` while this process holds a lease, and releases it afterwards, also when `work` throws.
    /// - Parameters:
    ///   - turn: a lease that is held while waiting, by which the holder can see that another process waits.
    ///   - timeout: how long to wait; as long as every run waits, if omitted.
    ///   - departures: where it is given back without waiting for that; the caller has to wait for them.
    ///   - work: gets the run of a holder that died, if any. Cancelled when the lease is lost.
    /// - Throws: ``LeaseLost``, ``Domain/ArchiveFailure``, and what `work` throws.
    func holding<Value: Sendable>(
        _ name: String, waitingAs turn: String? = nil, upTo timeout: Duration? = nil, for run: RunID,
        journal: any Journal, leaving departures: LeaseDepartures? = nil,
        _ work: @escaping @Sendable (_ abandoned: RunID?) async throws -> Value
    ) async throws -> Outcome<Value> {
        let hold = Hold(
            name: name, turn: turn, holder: holder(for: run), journal: journal, departures: departures)
        return try await holding(hold, upTo: timeout ?? acquireTimeout, by: clock, work)
    }

    private func holder(for run: RunID) -> LeaseHolder {
        LeaseHolder(run: run, host: host, process: process, processStart: processStart)
    }

    /// The living holder of a lease other than `run`; `nil` when it is free.
    func holder(of name: String, for run: RunID) async throws -> LeaseHolder? {
        guard let known = try await registry.holder(of: name), known.run != run else { return nil }
        // Of a holder that is gone, or whose time is over, the lease can be taken.
        switch try await registry.take(name, for: holder(for: run), now: now(), ttl: ttl, isGone: isGone) {
        case .heldBy(let other, _): return other
        case .taken:
            try await registry.release(name, for: holder(for: run))
            return nil
        }
    }

    /// Waits while another process holds a lease, at most for that long.
    func waitWhileHeld(_ name: String, for run: RunID, atMost limit: Duration) async throws {
        try await waitWhileHeld(name, for: run, atMost: limit, by: clock)
    }

    private func waitWhileHeld<C: Clock<Duration>>(
        _ name: String, for run: RunID, atMost limit: Duration, by clock: C
    ) async throws {
        let deadline = clock.now.advanced(by: limit)
        while try await holder(of: name, for: run) != nil, clock.now < deadline {
            try await clock.sleep(for: Self.pollInterval)
        }
    }

    /// A lease held by this process.
    private struct Hold: Sendable {
        let name: String
        let turn: String?
        let holder: LeaseHolder
        let journal: any Journal
        let departures: LeaseDepartures?
    }

    private func holding<Value: Sendable, C: Clock<Duration>>(
        _ hold: Hold, upTo timeout: Duration, by clock: C, _ work: @escaping @Sendable (RunID?) async throws -> Value
    ) async throws -> Outcome<Value> {
        let deadline = clock.now.advanced(by: timeout)
        var nextTurn: C.Instant?
        while true {
            let requestedAt = clock.now
            guard let result = try await take(hold, until: deadline, by: clock) else { continue }
            switch result {
            case .heldBy(let other, _):
                guard requestedAt < deadline else {
                    if nextTurn != nil { await leaveTurn(hold) }
                    return .heldBy(other)
                }
                if let turn = hold.turn, nextTurn.map({ $0 <= requestedAt }) ?? true {
                    nextTurn = requestedAt.advanced(by: Self.renewalInterval)
                    _ = try await registry.take(turn, for: hold.holder, now: now(), ttl: ttl, isGone: isGone)
                }
                do { try await clock.sleep(for: Self.pollInterval) } catch {
                    if nextTurn != nil { await leaveTurn(hold) }
                    throw error
                }
            case .taken(let abandoned):
                if nextTurn != nil { await leaveTurn(hold) }
                return .done(
                    try await releasing(hold) {
                        try await renewing(hold, until: requestedAt.advanced(by: ttl), by: clock) {
                            try await work(abandoned)
                        }
                    })
            }
        }
    }

    /// `nil` while another process writes so long that the database is locked, as the import of a large file does: that
    /// is waited for like a lease.
    private func take<C: Clock<Duration>>(_ hold: Hold, until deadline: C.Instant, by clock: C) async throws
        -> LeaseResult?
    {
        do {
            return try await registry.take(hold.name, for: hold.holder, now: now(), ttl: ttl, isGone: isGone)
        } catch let failure as ArchiveFailure {
            guard failure.kind == .locked, clock.now < deadline else { throw failure }
            try await clock.sleep(for: Self.pollInterval)
            return nil
        }
    }

    /// In a separate task, so that it is also left when this task has been cancelled; what cannot be left expires.
    private func leaveTurn(_ hold: Hold) async {
        guard let turn = hold.turn else { return }
        await Task.detached { [registry] in try? await registry.release(turn, for: hold.holder) }.value
    }

    /// In a separate task, so that the lease is also released when this task has been cancelled.
    private func releasing<Value: Sendable>(_ hold: Hold, _ work: () async throws -> Value) async throws -> Value {
        let release = { @Sendable [registry] () async in
            do { try await registry.release(hold.name, for: hold.holder) } catch {
                // What was done is done: a lease that cannot be given back expires.
                hold.journal.record(
                    Domain.Event(
                        .warning, "the lease '\(hold.name)' could not be given back, and expires by itself: \(error)",
                        ["run": hold.holder.run.rawValue]))
            }
        }
        let result: Result<Value, any Error>
        do { result = .success(try await work()) } catch { result = .failure(error) }
        let departure = Task.detached { await release() }
        if let departures = hold.departures { departures.add(departure) } else { await departure.value }
        return try result.get()
    }

    private enum Event<Value: Sendable>: Sendable {
        case ended(Result<Value, any Error>)
        /// `nil` when renewing was stopped, because this task is cancelled.
        case lost(LeaseLost?)
    }

    /// Work that is cancelled decides how it ends: what it returns nevertheless is its result.
    private func renewing<Value: Sendable, C: Clock<Duration>>(
        _ hold: Hold, until expiry: C.Instant, by clock: C, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Event<Value>.self) { group in
            group.addTask {
                do { return .ended(.success(try await work())) } catch { return .ended(.failure(error)) }
            }
            group.addTask { .lost(await renew(hold, until: expiry, by: clock)) }
            defer { group.cancelAll() }
            while let event = try await group.next() {
                switch event {
                case .ended(let result): return try result.get()
                case .lost(let reason?): throw reason
                case .lost(nil): continue
                }
            }
            throw CancellationError()
        }
    }

    /// Renews the lease until it is lost, or this task is cancelled (`nil`).
    private func renew<C: Clock<Duration>>(_ hold: Hold, until expiry: C.Instant, by clock: C) async -> LeaseLost? {
        var (expiry, isRetry) = (expiry, false)
        while true {
            let next = clock.now.advanced(by: isRetry ? Self.retryInterval : Self.renewalInterval)
            guard (try? await clock.sleep(until: min(next, expiry), tolerance: nil)) != nil else { return nil }
            let asked = clock.now
            // This process may have stood still for longer than the lease lasts: then one attempt shows whether another
            // has it.
            guard asked < expiry || !isRetry else { return .expired }
            let limit = max(isRetry ? .seconds(1) : Self.attemptLimit, asked.duration(to: expiry))
            do {
                let isHeld = try await withDeadline(limit, late: .abandoned) {
                    try await registry.renew(hold.name, for: hold.holder, now: now(), ttl: ttl)
                }
                switch isHeld {
                case true?: (expiry, isRetry) = (asked.advanced(by: ttl), false)
                case false?: return .takenOver
                case nil: return Task.isCancelled ? nil : .expired
                }
            } catch {
                if Task.isCancelled { return nil }
                hold.journal.record(
                    Domain.Event(
                        .warning,
                        "the lease '\(hold.name)' could not be renewed and is retried until it expires: \(error)",
                        ["run": hold.holder.run.rawValue]))
                isRetry = true
            }
        }
    }
}

extension Leases.Outcome: Equatable where Value: Equatable {}

/// Why a lease was lost while work went on.
package enum LeaseLost: Error, Hashable, Sendable, CustomStringConvertible {
    case takenOver
    /// No renewal succeeded before it expired: the database was unreachable.
    case expired

    package var phrase: Phrase {
        switch self {
        case .takenOver:
            Phrase(
                "another process took over the collection; what was collected is kept",
                fr: "un autre processus a pris le relais de la collecte\u{A0}; ce qui a été collecté est conservé")
        case .expired:
            Phrase(
                "the lease on the collection expired, because the database could not renew it in time; what was "
                    + "collected is kept",
                fr: "le bail de la collecte a expiré, faute de renouvellement à temps par la base de données\u{A0}; "
                    + "ce qui a été collecté est conservé")
        }
    }

    package var description: String { phrase.english }
}
