import Domain
import Sandbox

extension Drill {
    /// The drills that need only processes, or where stated a PostgreSQL server or permission to mount.
    static let all: [Drill] =
        ofSources + ofModels + ofTheCollector + ofTheDatabase + ofServices + [
            blockedNewsSite, emptyPostgres, revokedTable, idleTransaction, twoAtOnce, oneDuringAnother, healthy,
        ]

    /// Two unrelated causes at the same time.
    static let twoAtOnce = Drill(
        "two-at-once", causes: [.sourceDown, .databaseLocked],
        inject: { stage in
            stage.world.faults.set(.status(500), on: .venue(.coinbase))
            // The lock follows once the failing source has been recorded.
            try await stage.until("a run has met the fault twice") {
                await stage.runs().prefix(2).allSatisfy { $0.sources.contains { $0.error != nil } }
            }
            try await stage.lockDatabase()
        },
        repair: { stage in
            await stage.unlockDatabase()
            stage.world.faults.clearAll()
        })

    /// A failure during an open incident of another cause.
    static let oneDuringAnother = Drill(
        "one-during-another", causes: [.sourceMalformed, .sourceBlocked],
        inject: { stage in
            stage.world.faults.set(.malformedBody, on: .venue(.coinbase))
            try await stage.until("the first incident is open") {
                await stage.incidents().contains { $0.cause == .sourceMalformed && $0.state == .open }
            }
            stage.world.faults.set(.blocked, on: .englishFeed)
        }, repair: { $0.world.faults.clearAll() })

    /// A healthy service with ordinary noise: a slow source, a failed request, a restart for an upgrade. No cause may
    /// be named.
    static let healthy = Drill(
        "healthy", causes: [],
        inject: { stage in
            stage.world.faults.set(.delay(seconds: 1), on: .venue(.coinbase), times: 2)
            stage.world.faults.set(.status(502), on: .englishFeed, times: 1)
            try await stage.pass(4)
            stage.world.faults.set(.rateLimited(retryAfter: 1), on: .venue(.coinbase), times: 1)
            try await stage.restart()
            try await stage.pass(6)
        }, repair: { _ in })
}

extension DrillStage {
    /// Waits for this number of further runs.
    func pass(_ count: Int) async throws {
        var seen: Set<String> = []
        let before = Set(await runs().map(\.id.rawValue))
        let deadline = ContinuousClock.now + DrillFailure.limit
        while seen.count < count {
            guard ContinuousClock.now < deadline else {
                throw DrillFailure(lateFor: "\(count) passes, \(seen.count) were seen")
            }
            for run in await runs() where run.finished != nil && !before.contains(run.id.rawValue) {
                seen.insert(run.id.rawValue)
            }
            try await ContinuousClock().sleep(for: .milliseconds(200))
        }
    }
}
