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
        do { try await runs.abandon(run, at: moment) } catch {
            // While the database takes nothing, the marker alone shows that the run has ended: see
            // ``abandonUnfinished(at:except:)``.
            if let marker = try? file.read(), marker.run == run { write(marker.abandoned(at: moment)) }
            throw error
        }
        let near = (try? await runs.runs(before: nil, limit: 5)) ?? []
        if let abandoned = near.first(where: { $0.id == run }) { mark(abandoned) }
    }

    /// The marker is again that of the newest run: one of a run that no database has would accuse this one.
    package func forget(_ run: RunID) async throws {
        try await runs.forget(run)
        if let newest = try await runs.runs(before: nil, limit: 1).first { mark(newest) } else { file.remove() }
    }

    /// A run of this host that could not record its end ended when the marker says, and not now: only a run without a
    /// process ends when the next one begins.
    package func abandonUnfinished(at moment: Timestamp, except exception: RunID?) async throws {
        if let marker = try? file.read(), marker.outcome == .abandoned, let end = marker.finished,
            marker.database.fingerprint == database.fingerprint,
            try await runs.runs(before: marker.started + .milliseconds(1), limit: 3).contains(where: {
                $0.id == marker.run && $0.outcome == .running
            })
        {
            try await runs.abandon(marker.run, at: min(end, moment - .milliseconds(1)))
        }
        try await runs.abandonUnfinished(at: moment, except: exception)
    }

    private func mark(_ run: Run) { write(RunMarker(run, into: database)) }

    private func write(_ marker: RunMarker) {
        do {
            try file.write(marker)
        } catch {
            journal.record(
                Event(
                    .warning,
                    "\(file.path) cannot be written (\(error)); readers of another database will not be detected: "
                        + "check the folder with ls -ld",
                    ["run": marker.run.rawValue]))
        }
    }
}
