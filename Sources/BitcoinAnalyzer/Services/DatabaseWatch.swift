import Domain
import Health
import ServiceLifecycle

/// Notices when the runs of this machine go to another database than the one that is served, and says so once for each such run: nothing
/// else would ever look wrong from in here.
struct DatabaseWatch: Service {
    let marker: RunMarkerFile
    let own: DatabaseIdentity
    let runs: any RunLog
    let journal: any Journal

    private static let every: Duration = .minutes(1)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var told: RunID?
            await repeating(every: Self.every) { await look(&told) }
        }
    }

    /// What is wrong now; `nil` when nothing is, or when it cannot be told.
    func sentence() async -> Phrase? {
        guard let found = try? marker.read(), let verdict = try? await MarkerVerdict.judge(found, own: own, in: runs)
        else { return nil }
        return verdict.sentence(own: own)
    }

    private func look(_ told: inout RunID?) async {
        // A marker or a database that cannot be read is told of by those who need it.
        guard let found = try? marker.read(), found.run != told,
            let verdict = try? await MarkerVerdict.judge(found, own: own, in: runs),
            let sentence = verdict.sentence(own: own)
        else { return }
        told = found.run
        journal.record(
            Event(.warning, sentence.english, ["cause": Cause.databaseMismatch.rawValue, "run": found.run.rawValue]))
    }
}
