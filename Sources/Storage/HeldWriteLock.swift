import Dispatch
package import Domain

/// The write lock of a database, held on purpose by a drill, as a faulty program would hold it.
package struct HeldWriteLock: Sendable {
    private let releaseSignal: DispatchSemaphore
    private let holding: Task<Void, Never>

    /// Acquires the lock, after waiting for the current writer.
    /// - Throws: ``ArchiveFailure``
    package static func acquire(on database: Database) async throws(ArchiveFailure) -> HeldWriteLock {
        let releaseSignal = DispatchSemaphore(value: 0)
        let (acquired, result) = AsyncStream<ArchiveFailure?>.makeStream()
        let holding = Task.detached {
            do throws(ArchiveFailure) {
                try await database.engine.write { connection throws(ArchiveFailure) in
                    // Of another program, as far as the server knows.
                    if connection.dialect == .postgres {
                        _ = try connection.execute("SET LOCAL application_name = 'bitcoin-analyzer drill'")
                    }
                    // A write without an effect acquires the lock on either engine.
                    _ = try connection.execute("DELETE FROM meta WHERE key = ?", [.text("drill")])
                    // SQLite's transaction excludes other writers by itself.
                    if connection.dialect == .postgres {
                        _ = try connection.execute("LOCK TABLE candles_1h, articles, runs IN ACCESS EXCLUSIVE MODE")
                    }
                    result.yield(nil)
                    releaseSignal.wait()
                }
            } catch {
                result.yield(error)
            }
        }
        for await failure in acquired {
            if let failure { throw failure }
            break
        }
        return HeldWriteLock(releaseSignal: releaseSignal, holding: holding)
    }

    /// Releases the lock. Called exactly once.
    package func release() async {
        releaseSignal.signal()
        await holding.value
    }
}
