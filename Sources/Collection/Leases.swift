package import Domain

/// The lease desk as the process in hand uses it: who we are, how long we wait, how a lease is kept alive.
package struct Leases: Sendable {
    private let desk: any LeaseRegistry
    package let host: String
    private let process: Int32
    private let processStart: String
    private let isGone: @Sendable (LeaseHolder) -> Bool
    private let patience: Duration
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Timestamp

    /// A lease runs out this long after it was last renewed; a host that died is waited for no longer.
    static let lasting: Duration = .seconds(60)
    static let renewal: Duration = .seconds(15)

    /// - Parameters:
    ///   - isGone: whether a holder's process is known not to exist any more (only the same host can know).
    ///   - patience: how long to wait for another's pass to end.
    ///   - now: real time, also where the world that is collected runs on a simulated clock.
    package init(
        desk: any LeaseRegistry, host: String, process: Int32, processStart: String,
        isGone: @escaping @Sendable (LeaseHolder) -> Bool,
        patience: Duration = .seconds(90), clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.desk = desk
        self.host = host
        self.process = process
        self.processStart = processStart
        self.isGone = isGone
        self.patience = patience
        self.clock = clock
        self.now = now
    }

    private func holder(_ run: RunID) -> LeaseHolder {
        LeaseHolder(run: run, host: host, process: process, processStart: processStart)
    }

    /// Takes the lease, waiting for whoever holds it as long as patience lasts.
    func take(_ name: String, for run: RunID) async throws -> LeaseAnswer {
        let deadline = now() + patience
        while true {
            let moment = now()
            let answer = try await desk.take(name, for: holder(run), now: moment, lasting: Self.lasting, isGone: isGone)
            guard case .heldBy = answer, moment < deadline else { return answer }
            try await clock.sleep(for: .milliseconds(250))
        }
    }

    func release(_ name: String, for run: RunID) async throws { try await desk.release(name, for: holder(run)) }

    /// Runs `work` while the lease is renewed; `work` is cancelled when the lease is lost to somebody else.
    func whileRenewing<T: Sendable>(_ name: String, for run: RunID, _ work: @escaping @Sendable () async throws -> T)
        async throws -> T
    {
        try await withThrowingTaskGroup(of: T?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                while true {
                    try await clock.sleep(for: Self.renewal)
                    guard try await desk.renew(name, for: holder(run), now: now(), lasting: Self.lasting) else {
                        return nil
                    }
                }
            }
            defer { group.cancelAll() }
            guard let result = try await group.next() ?? nil else { throw LeaseLost() }
            return result
        }
    }
}

/// The lease went to another process, because this one stood still for longer than the lease lasts.
package struct LeaseLost: Error, CustomStringConvertible {
    package var description: String {
        "the lease on collecting was lost to another process while this one stood still; nothing is lost, the next pass goes on"
    }
}
