/// Who may work: at most one holder of a name at a time, over all processes and hosts that share the database.
///
/// Every method throws ``ArchiveFailure``.
package protocol LeaseRegistry: Sendable {
    /// Takes the lease when it is free, has run out, or when `isGone` says that its holder's process no longer exists.
    func take(
        _ name: String, for holder: LeaseHolder, now: Timestamp, ttl: Duration,
        isGone: @Sendable (LeaseHolder) -> Bool
    )
        async throws -> LeaseResult
    /// Lengthens a lease that is still held; `false` when it was lost.
    func renew(_ name: String, for holder: LeaseHolder, now: Timestamp, ttl: Duration) async throws -> Bool
    /// Gives the lease back; nothing happens when it was lost.
    func release(_ name: String, for holder: LeaseHolder) async throws
    /// Who holds it, whether or not it has run out; `nil` for nobody.
    func holder(of name: String) async throws -> LeaseHolder?
}

package struct LeaseHolder: Hashable, Sendable {
    package let run: RunID
    package let host: String
    package let process: Int32
    /// When the process started, in clock ticks since boot with the boot's id: a reused process id is told apart by it.
    package let processStart: String

    package init(run: RunID, host: String, process: Int32, processStart: String) {
        self.run = run
        self.host = host
        self.process = process
        self.processStart = processStart
    }
}

package enum LeaseResult: Hashable, Sendable {
    /// Held now. `abandoned` is the run of a holder that died or whose lease ran out.
    case taken(abandoned: RunID?)
    case heldBy(LeaseHolder, until: Timestamp)
}
