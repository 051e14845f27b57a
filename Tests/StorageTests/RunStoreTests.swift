import Domain
import Support
import Testing

@testable import Storage

@Suite("Runs recorded") struct RunStoreTests {
    private func run(_ id: String, at started: Timestamp = .hour(0)) -> Run {
        Run(
            id: RunID(rawValue: id), traceID: String(repeating: "a", count: 32), command: "collect prices",
            trigger: .timer, host: "host-1",
            started: started)
    }

    private func finished(_ run: Run) -> Run {
        var run = run
        run.finished = run.started + .seconds(2)
        run.outcome = .degraded
        let failure = SourceFailure(.rateLimited, source: "kraken", "answered 429")
        run.sources = [
            SourceReport(source: "kraken", part: .prices, failure: failure),
            SourceReport(
                source: "coinbase", part: .prices, fetched: 72, kept: WriteResult(new: 1, updated: 1, unchanged: 70)),
        ]
        return run
    }

    @Test("a run that has begun is running", arguments: ArchiveKind.all)
    func begun(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            try await archives.runs.begin(run("r1"))
            #expect(try await archives.runs.runs(before: nil, limit: 5) == [run("r1")])
        }
    }

    @Test("a run that a newer version recorded is read by its names", arguments: Engine.all)
    func newerVersion(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            var run = Run(
                id: RunID(rawValue: "r1"), traceID: "t", command: "collect", trigger: Trigger(rawValue: "webhook"),
                host: "host-2", started: .hour(0), finished: .hour(1), outcome: RunOutcome(rawValue: "paused"))
            let kind = ErrorKind(rawValue: "moon_phase")
            var report = SourceReport(
                source: "kraken", part: SourceReport.Part(rawValue: "orders"),
                failure: SourceFailure(kind, source: "kraken", "the moon is full"))
            report.outcome = SourceReport.Outcome(rawValue: "skipped")
            run.sources = [report]
            try await database.runs.finish(run)
            #expect(try await database.runs.runs(before: nil, limit: 5) == [run])
            let totals = try await database.runTotals.totals()
            #expect(totals.ended == [RunOutcome(rawValue: "paused"): 1])
            #expect(totals.errors == [.init(source: "kraken", kind: kind, count: 1)])
        }
    }

    @Test("a finished run comes back with its sources in their order", arguments: ArchiveKind.all)
    func finishedRun(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            try await archives.runs.begin(run("r1"))
            try await archives.runs.finish(finished(run("r1")))
            try await archives.runs.finish(finished(run("r1")))
            #expect(try await archives.runs.runs(before: nil, limit: 5) == [finished(run("r1"))])
        }
    }

    @Test("a run that changed nothing can be forgotten, with its sources", arguments: ArchiveKind.all)
    func forgotten(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            try await archives.runs.finish(finished(run("r1")))
            try await archives.runs.finish(finished(run("r2", at: .hour(1))))
            try await archives.runs.forget(RunID(rawValue: "r2"))
            #expect(try await archives.runs.runs(before: nil, limit: 5) == [finished(run("r1"))])
            // Its sources too: begun again, it has none.
            try await archives.runs.begin(run("r2", at: .hour(1)))
            #expect(try await archives.runs.runs(before: nil, limit: 1).first?.sources.isEmpty == true)
        }
    }

    @Test("every run that never finished is abandoned at once, and only those", arguments: ArchiveKind.all)
    func abandonedUnfinished(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            try await archives.runs.begin(run("r1"))
            try await archives.runs.begin(run("r2", at: .hour(1)))
            try await archives.runs.finish(finished(run("r3", at: .hour(2))))
            try await archives.runs.abandonUnfinished(at: .hour(3), except: RunID(rawValue: "r2"))
            #expect(
                try await archives.runs.runs(before: nil, limit: 9).map(\.outcome) == [
                    .degraded, .running, .abandoned,
                ])
            try await archives.runs.abandonUnfinished(at: .hour(3), except: nil)
            #expect(
                try await archives.runs.runs(before: nil, limit: 9).map(\.outcome) == [
                    .degraded, .abandoned, .abandoned,
                ])
        }
    }

    @Test(
        "runs come newest first, begun before a moment where one is given, and the limit counts runs, not sources",
        arguments: ArchiveKind.all)
    func pages(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            for hour in 0..<5 { try await archives.runs.finish(finished(run("r\(hour)", at: .hour(Int64(hour))))) }
            #expect(try await archives.runs.runs(before: nil, limit: 2).map(\.id.rawValue) == ["r4", "r3"])
            #expect(try await archives.runs.runs(before: .hour(3), limit: 9).map(\.id.rawValue) == ["r2", "r1", "r0"])
        }
    }

    @Test("a run whose process died is abandoned; one that finished is not", arguments: ArchiveKind.all)
    func abandoned(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            try await archives.runs.begin(run("died"))
            try await archives.runs.finish(finished(run("ended")))
            try await archives.runs.abandon(RunID(rawValue: "died"), at: .hour(1))
            try await archives.runs.abandon(RunID(rawValue: "ended"), at: .hour(1))
            let runs = try await archives.runs.runs(before: nil, limit: 5)
            #expect(runs.map(\.outcome) == [.degraded, .abandoned])
            #expect(runs.last?.finished == .hour(1))
        }
    }
}
