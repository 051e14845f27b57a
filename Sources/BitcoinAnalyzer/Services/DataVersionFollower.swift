import API
import Domain
import Incidents
import ServiceLifecycle

/// Updates the data version after changes of the database, and logs which run it comes from, which another process may
/// have performed.
struct DataVersionFollower: Service {
    let version: DataVersion
    let changes: any DataChanges
    let runs: any RunLog
    let journal: any Journal
    /// Incidents that wait for the database: they are shown, too.
    let outbox: IncidentOutbox

    private static let outboxEvery: Duration = .seconds(1)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            async let waiting: Void = followOutbox()
            await followDatabase()
            await waiting
        }
    }

    private func followOutbox() async {
        var revision = outbox.revision
        await repeating(every: Self.outboxEvery) {
            let now = outbox.revision
            if now != revision { version.advance() }
            revision = now
        }
    }

    private func followDatabase() async {
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

    private func newestFinished() async throws -> Run? {
        try await runs.runs(before: nil, limit: 3).first { $0.finished != nil }
    }
}
