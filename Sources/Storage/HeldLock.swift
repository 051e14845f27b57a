import Dispatch
package import Domain

/// The right to write, held on purpose so that nobody else has it: what a drill shows is met as from a careless
/// program.
package struct HeldLock: Sendable {
    private let release: DispatchSemaphore
    private let holding: Task<Void, Never>

    /// Takes it, waiting for whoever writes at this moment.
    /// - Throws: ``ArchiveFailure``
    package static func take(on database: Database) async throws(ArchiveFailure) -> HeldLock {
        let release = DispatchSemaphore(value: 0)
        let (taken, tell) = AsyncStream<ArchiveFailure?>.makeStream()
        let holding = Task.detached {
            do throws(ArchiveFailure) {
                try await database.engine.write { connection throws(ArchiveFailure) in
                    // A write that changes nothing takes the lock on either engine.
                    _ = try connection.execute("DELETE FROM meta WHERE key = ?", [.text("drill")])
                    tell.yield(nil)
                    release.wait()
                }
            } catch {
                tell.yield(error)
            }
        }
        for await failure in taken {
            if let failure { throw failure }
            break
        }
        return HeldLock(release: release, holding: holding)
    }

    package func giveBack() async {
        release.signal()
        await holding.value
    }
}
