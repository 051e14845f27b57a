/// Records collection runs. Every method throws ``ArchiveFailure``.
package protocol RunLog: Sendable {
    /// Records the start of a run.
    func begin(_ run: Run) async throws
    /// Records the outcome of a run, with its sources.
    func finish(_ run: Run) async throws
    /// Newest first, at most `limit`; begun before `before` where one is given.
    func runs(before: Timestamp?, limit: Int) async throws -> [Run]
    /// Marks a run as abandoned.
    func abandon(_ run: RunID, at moment: Timestamp) async throws
    /// Removes a run that changed nothing, as what it was asked for was refused.
    func forget(_ run: RunID) async throws
    /// Marks every unfinished run as abandoned, as its process has died, but `exception`, which goes on.
    func abandonUnfinished(at moment: Timestamp, except exception: RunID?) async throws
}
