import API
import Domain
import ServiceLifecycle

/// Updates the data version after changes of the database, and logs which run it comes from, which another process may
/// have performed.
struct DataVersionFollower: Service {
    let version: DataVersion
    let changes: any DataChanges
    let runs: any RunLog
    let journal: any Journal

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var logged = try? await newestFinished()?.id
            for await _ in changes.changes() {
                version.advance()
                // An unavailable database is logged by its users.
                guard let run = try? await newestFinished(), run.id != logged else { continue }
                logged = run.id
                journal.record(
                    Event(
                        .info, "serving the data of run \(run.id)",
                        ["run": run.id.rawValue, "trace_id": run.traceID]))
            }
        }
    }

    private func newestFinished() async throws -> Run? {
        try await runs.runs(before: nil, limit: 3).first { $0.finished != nil }
    }
}
