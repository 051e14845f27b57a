import Domain

/// Counts over `runs` and `run_sources`: three scans, some ten milliseconds for years of hourly runs.
struct RunStatisticsStore: RunStatistics {
    let engine: any SQLEngine

    func runSummary() async throws(ArchiveFailure) -> RunSummary {
        try await engine.read { database throws(ArchiveFailure) in
            var summary = RunSummary()
            for row in try database.rows("SELECT outcome, COUNT(*) FROM runs WHERE outcome <> ? GROUP BY outcome", [.text(RunOutcome.running.rawValue)]) {
                summary.outcomes[try row.name(0)] = try row.count(1)
            }
            for row in try database.rows("SELECT source, error_kind, COUNT(*) FROM run_sources WHERE error_kind IS NOT NULL GROUP BY source, error_kind") {
                summary.sourceErrors[.init(source: SourceName(try row.text(0)), kind: try row.name(1))] = try row.count(2)
            }
            let served = """
                SELECT part, MAX(finished) FROM runs JOIN run_sources ON run_sources.run_id = runs.id
                WHERE source_outcome = ? AND finished IS NOT NULL GROUP BY part
                """
            for row in try database.rows(served, [.text(SourceReport.Outcome.ok.rawValue)]) { summary.lastSuccess[try row.name(0)] = try row.time(1) }
            return summary
        }
    }
}
