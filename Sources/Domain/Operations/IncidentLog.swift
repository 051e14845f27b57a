/// Where incidents are recorded. Every method throws ``ArchiveFailure``.
package protocol IncidentLog: Sendable {
    /// Records what was noticed: as a new incident, or, when one of the same cause and place is open, as more evidence for that one.
    /// The same report again changes nothing, also when its incident is over by then.
    /// - Returns: the incident that it belongs to, as it is now.
    func report(_ incident: Incident) async throws -> Incident
    /// Keeps the incident as it is now: a new one, or the next state of a known one. Evidence is added, never taken away.
    func keep(_ incident: Incident) async throws
    /// Newest first, at most `limit`.
    func incidents(matching query: IncidentQuery, limit: Int) async throws -> [Incident]
    func incident(_ id: IncidentID) async throws -> Incident?
}

extension IncidentLog {
    /// Newest first, at most `limit`; opened before `before` where one is given.
    package func incidents(before: Timestamp?, limit: Int) async throws -> [Incident] {
        try await incidents(matching: IncidentQuery(before: before.map { IncidentPosition(opened: $0, id: IncidentID(rawValue: "")) }), limit: limit)
    }
}

package struct IncidentQuery: Hashable, Sendable {
    /// `nil` for both.
    package var state: Incident.State?
    /// Only what comes after this one in the order of the list.
    package var before: IncidentPosition?

    package init(state: Incident.State? = nil, before: IncidentPosition? = nil) {
        self.state = state
        self.before = before
    }
}

/// A place in the list of incidents, newest first.
package struct IncidentPosition: Hashable, Sendable {
    package let opened: Timestamp
    package let id: IncidentID

    package init(opened: Timestamp, id: IncidentID) {
        self.opened = opened
        self.id = id
    }

    package init(_ incident: Incident) { self.init(opened: incident.opened, id: incident.id) }
}
