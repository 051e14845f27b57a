package import Domain
import OperatingSystem

/// Incidents that could not be recorded because the database was unreachable: one file each in a folder of the state
/// directory, until they are delivered.
package struct IncidentOutbox: Sendable {
    private let files: OutboxFolder

    package init(stateDirectory: String) { files = OutboxFolder(path: stateDirectory + "/incidents") }

    /// `STATE_DIRECTORY/incidents`
    package var folder: String { files.path }

    /// Stores a report, or adds its evidence to a waiting one of the same cause and place.
    /// - Returns: the waiting incident.
    /// - Throws: when the folder cannot be written.
    package func put(_ incident: Incident) throws -> Incident {
        try files.prepare()
        return try files.alone {
            var kept = incident
            if var waiting = waiting().first(where: { $0.isReportedBy(incident) }) {
                waiting.evidence = Incident.evidence(incident.evidence, addedTo: waiting.evidence)
                kept = waiting
            }
            try store(kept)
            return kept
        }
    }

    /// Stores the current state of an incident, replacing an earlier one.
    /// - Throws: when the folder cannot be written.
    package func keep(_ incident: Incident) throws {
        try files.prepare()
        try files.alone { try store(incident) }
    }

    /// Oldest first. An unreadable file is skipped and kept.
    package func waiting() -> [Incident] { files.files(endingIn: ".json").compactMap { files.read($0) } }

    /// Differs after each change of what waits.
    package var revision: [String: UInt64] { files.revision(ofFilesEndingIn: ".json") }

    /// Newest first: the recorded incidents and the waiting ones that none of them covers. A waiting incident is newer
    /// than its own row.
    /// - Parameter kept: the recorded ones, newest first.
    package func all(besides kept: [Incident]) -> [Incident] {
        let waiting = waiting().filter { report in !kept.contains { $0.id != report.id && $0.isReportedBy(report) } }
        let ids = Set(waiting.map(\.id))
        return waiting.reversed() + kept.filter { !ids.contains($0.id) }
    }

    /// Reports each to the log and removes it once the log has it. A process that is killed in between, or that
    /// delivers at the same time as another, does no harm: a report that comes again changes nothing.
    ///
    /// An incident that the log refuses is set aside, so that those behind it are delivered; while the database itself
    /// fails, all of them wait.
    /// - Parameter setAside: called for each incident that is set aside, with the file that it is in now and the
    ///   reason.
    /// - Returns: how many were delivered.
    /// - Throws: what the log throws where it takes no incident at all; what was not delivered still waits.
    package func deliver(
        to log: any IncidentLog, setAside: (_ file: String, _ reason: any Error) -> Void = { _, _ in }
    ) async throws -> Int {
        var delivered = 0
        for incident in waiting() {
            let name = Self.name(of: incident)
            do {
                // Another process may have opened one of its cause and place at this moment: the second time it is
                // seen.
                do { try await Self.deliver(incident, to: log) } catch  where Self.concernsOnlyThis(error) {
                    try await Self.deliver(incident, to: log)
                }
            } catch {
                guard Self.concernsOnlyThis(error) else { throw error }
                try files.alone { files.rename(name, to: name + Self.refused) }
                setAside("\(folder)/\(name)\(Self.refused)", error)
                continue
            }
            // Another process may have added to it meanwhile: then it is delivered once more, and the log adds what it
            // lacks.
            try files.alone { if waiting().contains(incident) { files.remove(name) } }
            delivered += 1
        }
        return delivered
    }

    private static func deliver(_ incident: Incident, to log: any IncidentLog) async throws {
        let owner = try await log.report(incident)
        if let now = state(of: owner, after: incident) { try await log.keep(now) }
    }

    /// Ends the names of files that the log refused.
    private static let refused = ".refused"

    /// Whether the log failed because of this incident, rather than for every one.
    private static func concernsOnlyThis(_ error: any Error) -> Bool {
        guard let failure = error as? ArchiveFailure else { return !(error is CancellationError) }
        return failure.kind == .statement
    }

    /// The new state of an incident in the log; `nil` when the log is up to date, since an older state never replaces a
    /// newer one.
    private static func state(of owner: Incident, after incident: Incident) -> Incident? {
        guard owner.state == .open || incident.reopened > owner.reopened else { return nil }
        // For a report merged into another incident only its resolution matters.
        guard incident.id == owner.id ? incident != owner : incident.state == .resolved else { return nil }
        var now = incident.id == owner.id ? incident : owner
        now.state = incident.state
        now.resolved = incident.resolved
        now.resolution = incident.resolution
        return now
    }

    private static func name(of incident: Incident) -> String { "\(incident.id).json" }

    /// Reserved space, released to write an incident on a full disk.
    private static let reserve = ".reserve"

    /// Reserves 64 kB; does nothing on a full disk.
    package func reserveSpace() {
        guard (try? files.prepare()) != nil else { return }
        files.setAside(64 << 10, as: Self.reserve)
    }

    private func store(_ incident: Incident) throws {
        do {
            try files.write(incident, as: Self.name(of: incident))
        } catch {
            guard files.giveUp(Self.reserve) else { throw error }
            try files.write(incident, as: Self.name(of: incident))
        }
    }
}

extension Incident {
    /// Whether a report belongs to this incident: both open, of the same cause, at the same place.
    package func isReportedBy(_ report: Incident) -> Bool {
        state == .open && report.state == .open && cause == report.cause && place == report.place
    }
}
