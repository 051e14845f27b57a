package import Domain
import Synchronization

/// A run log that reports scheduled runs to a ``Pinger`` as they are recorded.
package final class PingingRunLog: RunLog {
    private let log: any RunLog
    private let pinger: Pinger
    private let started = Mutex<[RunID: Run]>([:])

    package init(_ log: any RunLog, pinger: Pinger) {
        self.log = log
        self.pinger = pinger
    }

    package func begin(_ run: Run) async throws {
        try await log.begin(run)
        // A backfill says nothing about the schedule.
        guard run.command == "serve" || run.command.hasPrefix("collect") else { return }
        started.withLock { $0[run.id] = run }
        pinger.started(run)
    }

    package func finish(_ run: Run) async throws {
        do {
            try await log.finish(run)
        } catch {
            pingEnd(of: run.id) { $0.outcome = .failed }
            throw error
        }
        pingEnd(of: run.id) { $0 = run }
    }

    package func abandon(_ run: RunID, at moment: Timestamp) async throws {
        pingEnd(of: run) {
            $0.outcome = .abandoned
            $0.finished = moment
        }
        try await log.abandon(run, at: moment)
    }

    package func forget(_ run: RunID) async throws {
        started.withLock { $0[run] = nil }
        try await log.forget(run)
    }

    package func abandonUnfinished(at moment: Timestamp, except exception: RunID?) async throws {
        try await log.abandonUnfinished(at: moment, except: exception)
    }
    package func runs(before: Timestamp?, limit: Int) async throws -> [Run] {
        try await log.runs(before: before, limit: limit)
    }

    /// Reports the end of a run whose start was reported.
    private func pingEnd(of id: RunID, as change: (inout Run) -> Void) {
        guard var run = started.withLock({ $0.removeValue(forKey: id) }) else { return }
        change(&run)
        pinger.ended(run)
    }
}
