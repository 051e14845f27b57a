/// Leases: at most one holder of a name at a time, over all processes and hosts that share the database.
///
/// Every method throws ``ArchiveFailure``.
package protocol LeaseRegistry: Sendable {
    /// Acquires the lease when it is free or expired, or when `isGone` reports that the process of its holder has
    /// ended.
    func take(
        _ name: String, for holder: LeaseHolder, now: Timestamp, ttl: Duration,
        isGone: @Sendable (LeaseHolder) -> Bool
    )
        async throws -> LeaseResult
    /// Renews a held lease; `false` when it was lost.
    func renew(_ name: String, for holder: LeaseHolder, now: Timestamp, ttl: Duration) async throws -> Bool
    /// Releases the lease; no effect when it was lost.
    func release(_ name: String, for holder: LeaseHolder) async throws
    /// The holder, also of an expired lease; `nil` when it is free.
    func holder(of name: String) async throws -> LeaseHolder?
}

/// The leases that more than one module knows.
package enum LeaseName {
    /// A deployment runs on one of the hosts. It writes no records: a restore does not wait for it.
    package static let deployment = "deployment"
}

package struct LeaseHolder: Hashable, Sendable {
    package let run: RunID
    package let host: String
    package let process: Int32
    /// The start of the process in clock ticks since boot, with the boot id: distinguishes it from a reused process id.
    package let processStart: String

    package init(run: RunID, host: String, process: Int32, processStart: String) {
        self.run = run
        self.host = host
        self.process = process
        self.processStart = processStart
    }
}

package enum LeaseResult: Hashable, Sendable {
    /// Acquired. `abandoned` is the run of a holder that died or whose lease expired.
    case taken(abandoned: RunID?)
    case heldBy(LeaseHolder, until: Timestamp)
}
