package import Domain
import Synchronization

/// Runs in memory, by the rules of ``RunLog``: the stores' conformance tests run over it too.
package final class MemoryRuns: RunLog {
    private let state = Mutex<[RunID: Run]>([:])

    package init() {}

    package func begin(_ run: Run) async throws { state.withLock { $0[run.id] = run } }

    package func finish(_ run: Run) async throws { state.withLock { $0[run.id] = run } }

    package func runs(before: Timestamp?, limit: Int) async throws -> [Run] {
        let all = state.withLock { Array($0.values) }
        return Array(
            all.filter { run in before.map { run.started < $0 } ?? true }
                .sorted { ($1.started, $1.id.rawValue) < ($0.started, $0.id.rawValue) }.prefix(max(0, limit)))
    }

    package func abandon(_ run: RunID, at moment: Timestamp) async throws {
        state.withLock { Self.abandon($0[run], at: moment, in: &$0) }
    }

    package func forget(_ run: RunID) async throws { state.withLock { $0[run] = nil } }

    package func abandonUnfinished(at moment: Timestamp, except exception: RunID?) async throws {
        state.withLock { runs in
            for run in Array(runs.values) where run.id != exception { Self.abandon(run, at: moment, in: &runs) }
        }
    }

    private static func abandon(_ run: Run?, at moment: Timestamp, in runs: inout [RunID: Run]) {
        guard var run, run.outcome == .running else { return }
        run.outcome = .abandoned
        run.finished = moment
        runs[run.id] = run
    }
}
