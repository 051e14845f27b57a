import Domain
import Health
import ServiceLifecycle

/// Logs, once per run, that the runs of this host write to another database than the served one, which this process
/// would not notice otherwise.
struct DatabaseWatch: Service {
    let facts: SharedFacts
    let own: DatabaseIdentity
    let journal: any Journal

    private static let every: Duration = .minutes(1)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var logged: RunID?
            await StartPause.end()
            await repeating(every: Self.every) { await check(&logged) }
        }
    }

    private func check(_ logged: inout RunID?) async {
        // An unreadable marker or database is logged by its users.
        guard
            let verdict = await withDeadline(nil, late: .abandoned, { [facts] in await facts.recent() })?.database
                .contents?.marker.value,
            let marker = verdict.marker, marker.run != logged, let sentence = verdict.sentence(own: own)
        else { return }
        logged = marker.run
        journal.record(
            Event(.warning, sentence.english, ["cause": Cause.databaseMismatch.rawValue, "run": marker.run.rawValue]))
    }
}
