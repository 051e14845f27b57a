package import Domain
import OperatingSystem

/// Incidents that could not be recorded because the database did not answer: a file each in a folder of the state directory, until they
/// have been delivered.
package struct IncidentOutbox: Sendable {
    private let files: OutboxFolder

    package init(stateDirectory: String) { files = OutboxFolder(path: stateDirectory + "/incidents") }

    /// `STATE_DIRECTORY/incidents`
    package var folder: String { files.path }

    /// Keeps a report, or adds its evidence to one of the same cause and place that waits already.
    /// - Returns: the incident that waits now.
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

    /// Keeps an incident as it is now, whatever was kept of it before.
    /// - Throws: when the folder cannot be written.
    package func keep(_ incident: Incident) throws {
        try files.prepare()
        try files.alone { try store(incident) }
    }

    /// Oldest first. A file that cannot be read is left out, and stays where it is.
    package func waiting() -> [Incident] { files.files(endingIn: ".json").compactMap { files.read($0) } }

    /// Newest first: what the log has, with what waits for it and is not told by one of them already. An incident that waits is newer than
    /// its own row.
    /// - Parameter kept: newest first.
    package func all(besides kept: [Incident]) -> [Incident] {
        let waiting = waiting().filter { report in !kept.contains { $0.id != report.id && $0.isReportedBy(report) } }
        let ids = Set(waiting.map(\.id))
        return waiting.reversed() + kept.filter { !ids.contains($0.id) }
    }

    /// Reports each to the log and forgets it once the log has it. To be killed in between, or to be at it with another process, does no
    /// harm: a report that comes again changes nothing.
    /// - Returns: how many were delivered.
    /// - Throws: what the log throws; what was not delivered still waits.
    package func deliver(to log: any IncidentLog) async throws -> Int {
        var delivered = 0
        for incident in waiting() {
            let owner = try await log.report(incident)
            if let now = Self.state(of: owner, after: incident) { try await log.keep(now) }
            // Somebody may have added to it meanwhile: then it is delivered once more, and the log adds what it lacks.
            try files.alone { if waiting().contains(incident) { files.remove(Self.name(of: incident)) } }
            delivered += 1
        }
        return delivered
    }

    /// What happened to an incident since it was first kept; `nil` when that is nothing, for an older state never replaces a newer one.
    private static func state(of owner: Incident, after incident: Incident) -> Incident? {
        guard owner.state == .open || incident.reopened > owner.reopened else { return nil }
        // Of another one only its end is news.
        guard incident.id == owner.id ? incident != owner : incident.state == .resolved else { return nil }
        var now = incident.id == owner.id ? incident : owner
        now.state = incident.state
        now.resolved = incident.resolved
        now.resolution = incident.resolution
        return now
    }

    private static func name(of incident: Incident) -> String { "\(incident.id).json" }

    /// Room for the incident that tells that there is no room left: given up when nothing else can be written.
    private static let reserve = ".reserve"

    /// To be called while there is room; where there is none, nothing happens.
    package func setRoomAside() {
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
    /// Whether a report tells of this one: open, of the same cause, at the same place.
    package func isReportedBy(_ report: Incident) -> Bool {
        state == .open && report.state == .open && cause == report.cause && place == report.place
    }
}
