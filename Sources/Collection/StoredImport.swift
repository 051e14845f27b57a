package import Domain

extension Collector {
    /// Stores what an import has read, while no other run writes: it waits for the lease of collection as every run
    /// does, and a backfill lets it go first.
    ///
    /// The work is one transaction, which the database's own lock protects, also when it takes longer than the lease
    /// can be renewed (on SQLite a renewal waits for that lock): a lease that expires meanwhile changes nothing.
    /// - Parameters:
    ///   - id: which the rows name as their run.
    ///   - isRefusal: whether what `work` throws refuses what was to be stored: then nothing is recorded.
    ///   - work: returns what was done with the rows of each source.
    /// - Returns: the recorded run, or the holder of the lease when it was not released in time.
    /// - Throws: ``Domain/ArchiveFailure``, and what `work` throws, once the run is recorded as abandoned.
    package func storeImport(
        _ id: RunID, isRefusal: @escaping @Sendable (any Error) -> Bool = { _ in false },
        _ work: @escaping @Sendable () async throws -> [SourceReport]
    ) async throws -> PassResult {
        let stored = StoredRun()
        do {
            let outcome = try await leases.holding(Self.lease, waitingAs: Self.turn, for: id, journal: journal) {
                abandoned in
                warn(of: abandoned)
                let run = newRun(command: Run.fileImport, trigger: .manual, id: id)
                let waiting = try await leases.holder(of: Self.backfillLease, for: id)
                try await runs.abandonUnfinished(at: run.started, except: waiting?.run)
                try await runs.begin(run)
                let storing = Task {
                    do {
                        return try await record(run) { _ in Verdict(prices: try await work()) }
                    } catch {
                        if isRefusal(error) { try? await runs.forget(run.id) }
                        throw error
                    }
                }
                await stored.begin(storing)
                return try await storing.value
            }
            return PassResult(outcome)
        } catch let lost as LeaseLost {
            guard let run = try await stored.run() else { throw lost }
            return .done(run)
        }
    }

    /// Carries the work out of the lease that surrounds it.
    private actor StoredRun {
        private var storing: Task<Run, any Error>?

        func begin(_ storing: Task<Run, any Error>) { self.storing = storing }
        func run() async throws -> Run? { try await storing?.value }
    }
}
