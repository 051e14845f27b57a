package import Domain
import FoundationEssentials

/// The last collection run of this host, and the database that it wrote to: kept outside any database, so that a reader
/// of another one finds it.
package struct RunMarker: Hashable, Sendable, Codable {
    package let run: RunID
    package let traceID: String
    package let command: String
    package let trigger: Trigger
    package let host: String
    package let started: Timestamp
    package private(set) var finished: Timestamp?
    package private(set) var outcome: RunOutcome
    package let database: DatabaseIdentity

    package init(_ run: Run, into database: DatabaseIdentity) {
        self.run = run.id
        traceID = run.traceID
        command = run.command
        trigger = run.trigger
        host = run.host
        started = run.started
        finished = run.finished
        outcome = run.outcome
        self.database = database
    }

    /// ``Run/wentWell``
    var wentWell: Bool { command != Run.fileImport && (outcome == .ok || outcome == .degraded) }

    /// The same run, which ended without a result.
    func abandoned(at moment: Timestamp) -> RunMarker {
        var marker = self
        marker.finished = moment
        marker.outcome = .abandoned
        return marker
    }

    enum CodingKeys: String, CodingKey {
        case run, traceID = "trace_id", command, trigger, host, started, finished, outcome, database
    }
}

/// The relation of a reader's database to the marker.
package enum MarkerVerdict: Hashable, Sendable {
    /// No run has left a marker on this machine.
    case noMarker
    /// The run is recorded in this database.
    case same
    /// The run went to a database of another name.
    case elsewhere(RunMarker)
    /// The database has the same name without the run: a backup was restored, or the name refers to another server.
    case lost(RunMarker)

    /// - Parameters:
    ///   - own: the reader's database.
    ///   - holdsRun: whether the marker's run is recorded there. One database can be called by several names, so this
    ///     counts and not the name.
    package static func judge(_ marker: RunMarker?, own: DatabaseIdentity, holdsRun: Bool) -> MarkerVerdict {
        guard let marker else { return .noMarker }
        if holdsRun { return .same }
        return marker.database.fingerprint == own.fingerprint ? .lost(marker) : .elsewhere(marker)
    }

    /// The marker, where it contradicts the database.
    package var marker: RunMarker? {
        switch self {
        case .noMarker, .same: nil
        case .elsewhere(let marker), .lost(let marker): marker
        }
    }

    package var isMismatch: Bool {
        switch self {
        case .noMarker, .same: false
        case .elsewhere, .lost: true
        }
    }
}

extension MarkerVerdict {
    /// One sentence that names both databases; `nil` when nothing is wrong.
    package func sentence(own: DatabaseIdentity) -> Phrase? {
        switch self {
        case .noMarker, .same:
            nil
        case .elsewhere(let marker):
            Phrase(
                "the last run of this host (\(marker.command), \(marker.started)) wrote to "
                    + "\(marker.database.description), but this program reads \(own.description)",
                fr:
                    "la dernière collecte de cette machine (\(marker.command), \(marker.started)) a écrit dans "
                    + "\(marker.database.description), mais ce programme lit \(own.description)"
            )
        case .lost(let marker):
            Phrase(
                "the last run of this host (\(marker.command), \(marker.started)) wrote to "
                    + "\(marker.database.description), but is not recorded there now: a backup was restored, or the "
                    + "name leads to another server",
                fr:
                    "la dernière collecte de cette machine (\(marker.command), \(marker.started)) a écrit dans "
                    + "\(marker.database.description), mais n’y figure plus\u{A0}: une sauvegarde a été restaurée, ou "
                    + "ce nom mène à un autre serveur"
            )
        }
    }

    /// The marker's run, looked up among those that began when it did.
    /// - Throws: ``ArchiveFailure``
    package static func judge(_ marker: RunMarker?, own: DatabaseIdentity, in runs: any RunLog) async throws
        -> MarkerVerdict
    {
        guard let marker else { return .noMarker }
        let near = try await runs.runs(before: marker.started + .milliseconds(1), limit: 3)
        return judge(marker, own: own, holdsRun: near.contains { $0.id == marker.run })
    }
}
