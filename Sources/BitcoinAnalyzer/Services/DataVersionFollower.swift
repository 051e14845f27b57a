import API
import Domain
import ServiceLifecycle

/// Keeps the data version in step with the database, and logs which run's data are served from then on: that run may
/// have been started elsewhere.
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
                // A database that is unavailable is logged by those who need it.
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
