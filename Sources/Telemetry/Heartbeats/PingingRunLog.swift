package import Domain
import Synchronization

/// A run log that has a ``Pinger`` told of the runs of the schedule as they are recorded.
package final class PingingRunLog: RunLog {
    private let log: any RunLog
    private let pinger: Pinger
    private let begun = Mutex<[RunID: Run]>([:])

    package init(_ log: any RunLog, pinger: Pinger) {
        self.log = log
        self.pinger = pinger
    }

    package func begin(_ run: Run) async throws {
        try await log.begin(run)
        // What a person fills in by hand says nothing about the schedule.
        guard run.command == "serve" || run.command.hasPrefix("collect") else { return }
        begun.withLock { $0[run.id] = run }
        pinger.started(run)
    }

    package func finish(_ run: Run) async throws {
        do {
            try await log.finish(run)
        } catch {
            tell(run.id) { $0.outcome = .failed }
            throw error
        }
        tell(run.id) { $0 = run }
    }

    package func abandon(_ run: RunID, at moment: Timestamp) async throws {
        tell(run) {
            $0.outcome = .abandoned
            $0.finished = moment
        }
        try await log.abandon(run, at: moment)
    }

    package func abandonUnfinished(at moment: Timestamp) async throws { try await log.abandonUnfinished(at: moment) }
    package func runs(before: Timestamp?, limit: Int) async throws -> [Run] {
        try await log.runs(before: before, limit: limit)
    }

    /// Tells the end of a run whose start was told.
    private func tell(_ id: RunID, as change: (inout Run) -> Void) {
        guard var run = begun.withLock({ $0.removeValue(forKey: id) }) else { return }
        change(&run)
        pinger.ended(run)
    }
}
