import API
import Domain
import Incidents
import ServiceLifecycle

/// Updates the data version after changes of the database, and logs which run it comes from, which another process may
/// have performed.
struct DataVersionFollower: Service {
    let version: DataVersion
    let changes: any DataChanges
    /// Sends what has changed to the streams of events.
    let events: EventPublisher
    let runs: any RunLog
    let journal: any Journal
    /// Incidents that wait for the database: they are shown, too.
    let outbox: IncidentOutbox

    private static let outboxEvery: Duration = .seconds(1)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            async let waiting: Void = followOutbox()
            async let publishing: Void = events.run()
            await followDatabase()
            await waiting
            await publishing
        }
    }

    private func followOutbox() async {
        var revision = outbox.revision
        await repeating(every: Self.outboxEvery) {
            let now = outbox.revision
            if now != revision { advance() }
            revision = now
        }
    }

    private func followDatabase() async {
        var logged = try? await newestFinished()?.id
        for await _ in changes.changes() {
            advance()
            // An unavailable database is logged by its users.
            guard let run = try? await newestFinished(), run.id != logged else { continue }
            logged = run.id
            journal.record(
                Event(
                    .info, "serving the data of run \(run.id)",
                    ["run": run.id.rawValue, "trace_id": run.traceID]))
        }
    }

    /// Responses are renewed before clients are told to read them.
    private func advance() {
        version.advance()
        events.refresh()
    }

    private func newestFinished() async throws -> Run? {
        try await runs.runs(before: nil, limit: 3).first { $0.finished != nil }
    }
}
