package import Domain

/// A run log that writes a marker outside the database for each run that begins or ends. A marker that cannot be
/// written is a warning only.
package struct MarkedRunLog: RunLog {
    private let runs: any RunLog
    private let file: RunMarkerFile
    private let database: DatabaseIdentity
    private let journal: any Journal

    package init(_ runs: any RunLog, file: RunMarkerFile, database: DatabaseIdentity, journal: any Journal) {
        self.runs = runs
        self.file = file
        self.database = database
        self.journal = journal
    }

    package func begin(_ run: Run) async throws {
        try await runs.begin(run)
        mark(run)
    }

    package func finish(_ run: Run) async throws {
        try await runs.finish(run)
        mark(run)
    }

    package func runs(before: Timestamp?, limit: Int) async throws -> [Run] {
        try await runs.runs(before: before, limit: limit)
    }

    package func abandon(_ run: RunID, at moment: Timestamp) async throws {
        try await runs.abandon(run, at: moment)
        let near = (try? await runs.runs(before: nil, limit: 5)) ?? []
        if let abandoned = near.first(where: { $0.id == run }) { mark(abandoned) }
    }

    package func abandonUnfinished(at moment: Timestamp) async throws { try await runs.abandonUnfinished(at: moment) }

    private func mark(_ run: Run) {
        do {
            try file.write(RunMarker(run, into: database))
        } catch {
            journal.record(
                Event(
                    .warning,
                    "\(file.path) cannot be written (\(error)); readers of another database will not be detected: "
                        + "check the folder with ls -ld",
                    ["run": run.id.rawValue]))
        }
    }
}
