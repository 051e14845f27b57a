import API
import Domain
import ServiceLifecycle

/// Keeps the data version in step with the database, and tells which run's data are served from then on: the effect of a trigger that was
/// somewhere else.
struct DataVersionFollower: Service {
    let version: DataVersion
    let changes: any DataChanges
    let runs: any RunLog
    let journal: any Journal

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var told = try? await newestFinished()?.id
            for await _ in changes.changes() {
                version.advance()
                // A database that is away is told of by those who need an answer from it.
                guard let run = try? await newestFinished(), run.id != told else { continue }
                told = run.id
                journal.record(
                    Event(
                        .info, "what run \(run.id) collected is served",
                        ["run": run.id.rawValue, "trace_id": run.traceID]))
            }
        }
    }

    private func newestFinished() async throws -> Run? {
        try await runs.runs(before: nil, limit: 3).first { $0.finished != nil }
    }
}
