import Domain

/// Runs in the table `runs`, and the results of their sources in `run_sources`.
struct RunStore: RunLog {
    let engine: any SQLEngine

    func begin(_ run: Run) async throws(ArchiveFailure) { try await record(run) }
    func finish(_ run: Run) async throws(ArchiveFailure) { try await record(run) }

    func abandon(_ run: RunID, at moment: Timestamp) async throws(ArchiveFailure) {
        try await engine.write { database throws(ArchiveFailure) in
            _ = try database.execute(
                "UPDATE runs SET outcome = ?, finished = ? WHERE id = ? AND outcome = ?",
                [
                    .text(RunOutcome.abandoned.rawValue), .time(moment), .text(run.rawValue),
                    .text(RunOutcome.running.rawValue),
                ])
        }
    }

    func forget(_ run: RunID) async throws(ArchiveFailure) {
        try await engine.write { database throws(ArchiveFailure) in
            for (table, column) in [("run_sources", "run_id"), ("runs", "id")] {
                _ = try database.execute("DELETE FROM \(table) WHERE \(column) = ?", [.text(run.rawValue)])
            }
        }
    }

    func abandonUnfinished(at moment: Timestamp, except exception: RunID?) async throws(ArchiveFailure) {
        try await engine.write { database throws(ArchiveFailure) in
            _ = try database.execute(
                "UPDATE runs SET outcome = ?, finished = ? WHERE outcome = ? AND id <> ?",
                [
                    .text(RunOutcome.abandoned.rawValue), .time(moment), .text(RunOutcome.running.rawValue),
                    .text(exception?.rawValue ?? ""),
                ])
        }
    }

    func runs(before: Timestamp?, limit: Int) async throws(ArchiveFailure) -> [Run] {
        let parameters: [SQLValue] = before.map { [.time($0), .count(max(0, limit))] } ?? [.count(max(0, limit))]
        return try await engine.read { database throws(ArchiveFailure) in
            let rows = try database.rows(
                """
                SELECT \(RunRow.names), \(RunRow.sourceNames)
                FROM (SELECT \(RunRow.names) FROM runs \(before == nil ? "" : "WHERE started < ?") ORDER BY started DESC, id DESC LIMIT ?) AS newest
                LEFT JOIN run_sources ON run_sources.run_id = newest.id
                ORDER BY started DESC, id DESC, position
                """, parameters)
            var runs: [Run] = []
            for row in rows {
                if try row.text(0) != runs.last?.id.rawValue { runs.append(try RunRow.run(in: row)) }
                if let source = try RunRow.source(in: row) { runs[runs.count - 1].sources.append(source) }
            }
            return runs
        }
    }

    /// Replaces the recorded state of the run.
    private func record(_ run: Run) async throws(ArchiveFailure) {
        try await engine.write { database throws(ArchiveFailure) in
            try database.execute(RunRow.upsert, RunRow.values(run))
            try database.execute("DELETE FROM run_sources WHERE run_id = ?", [.text(run.id.rawValue)])
            for (position, source) in run.sources.enumerated() {
                try database.execute(
                    RunRow.insertSource, [.text(run.id.rawValue), .count(position)] + RunRow.values(source))
            }
        }
    }
}
