/// Where runs are recorded. Every method throws ``ArchiveFailure``.
package protocol RunLog: Sendable {
    /// Records that a run has begun.
    func begin(_ run: Run) async throws
    /// Records how it ended, with its sources.
    func finish(_ run: Run) async throws
    /// Newest first, at most `limit`; begun before `before` where one is given.
    func runs(before: Timestamp?, limit: Int) async throws -> [Run]
    /// Marks a run that was stopped before its end as abandoned.
    func abandon(_ run: RunID, at moment: Timestamp) async throws
    /// Marks every run that never finished, because its process died, as abandoned.
    func abandonUnfinished(at moment: Timestamp) async throws
}
