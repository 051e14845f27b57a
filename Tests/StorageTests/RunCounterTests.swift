import Domain
import Support
import Testing

@testable import Storage

@Suite("Runs counted") struct RunCounterTests {
    private func finish(
        _ id: String, _ hour: Int64, _ outcome: RunOutcome, _ sources: [SourceReport], in database: Database
    ) async throws {
        var run = Run(
            id: RunID(rawValue: id), traceID: String(repeating: "a", count: 32), command: "collect", trigger: .timer,
            host: "h", started: .hour(hour))
        try await database.runs.begin(run)
        run.finished = run.started + .seconds(3)
        run.outcome = outcome
        run.sources = sources
        try await database.runs.finish(run)
    }

    private func ok(_ source: SourceName, _ part: SourceReport.Part) -> SourceReport {
        SourceReport(source: source, part: part, fetched: 1, kept: WriteResult(new: 1))
    }
    private func failed(_ source: SourceName, _ part: SourceReport.Part, _ kind: ErrorKind) -> SourceReport {
        SourceReport(source: source, part: part, failure: SourceFailure(kind, source: source, "failed"))
    }

    @Test(
        "give outcomes, last successes and errors of all of them, and leave out the one under way",
        arguments: Engine.all)
    func counted(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            #expect(try await database.runTotals.totals() == RunTotals())
            try await finish("a", 0, .ok, [ok("kraken", .prices), ok("feed", .news)], in: database)
            try await finish(
                "b", 1, .degraded,
                [failed("kraken", .prices, .blocked), ok("coinbase", .prices), failed("feed", .news, .timeout)],
                in: database)
            try await finish(
                "c", 2, .failed, [failed("kraken", .prices, .blocked), failed("coinbase", .prices, .dns)], in: database)
            try await database.runs.begin(
                Run(
                    id: RunID(rawValue: "d"), traceID: "", command: "collect", trigger: .timer, host: "h",
                    started: .hour(3)))
            #expect(
                try await database.runTotals.totals()
                    == RunTotals(
                        ended: [.ok: 1, .degraded: 1, .failed: 1],
                        lastServed: [.prices: .hour(1) + .seconds(3), .news: .hour(0) + .seconds(3)],
                        errors: [
                            .init(source: "coinbase", kind: .dns, count: 1),
                            .init(source: "feed", kind: .timeout, count: 1),
                            .init(source: "kraken", kind: .blocked, count: 2),
                        ]))
        }
    }
}
