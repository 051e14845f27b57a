import Domain

/// Totals of the recorded runs, computed by the database.
struct RunCounter: RunCounting {
    let engine: any SQLEngine

    func totals() async throws(ArchiveFailure) -> RunTotals {
        try await engine.read { database throws(ArchiveFailure) in
            var totals = RunTotals()
            for row in try database.rows(
                "SELECT outcome, COUNT(*) FROM runs WHERE outcome <> ? GROUP BY outcome",
                [.text(RunOutcome.running.rawValue)])
            {
                totals.ended[RunOutcome(rawValue: try row.text(0))] = try row.count(1)
            }
            for part in [SourceReport.Part.prices, .news] {
                // Newest first by the index, so that usually one row is read.
                let newest = try database.rows(
                    """
                    SELECT finished FROM runs WHERE finished IS NOT NULL AND EXISTS (
                        SELECT 1 FROM run_sources WHERE run_id = runs.id AND part = ? AND source_outcome IN (?, ?))
                    ORDER BY started DESC, id DESC LIMIT 1
                    """,
                    [
                        .text(part.rawValue), .text(SourceReport.Outcome.ok.rawValue),
                        .text(SourceReport.Outcome.notDue.rawValue),
                    ])
                totals.lastServed[part] = try newest.first?.time(0)
            }
            let errors = try database.rows(
                """
                SELECT source, error_kind, COUNT(*) FROM run_sources WHERE error_kind IS NOT NULL
                GROUP BY source, error_kind ORDER BY source, error_kind
                """)
            for row in errors {
                totals.errors.append(
                    .init(
                        source: SourceName(try row.text(0)), kind: ErrorKind(rawValue: try row.text(1)),
                        count: try row.count(2)))
            }
            return totals
        }
    }
}
