/// Records incidents. Every method throws ``ArchiveFailure``.
package protocol IncidentLog: Sendable {
    /// Records an incident, or, when one of the same cause and place is open, adds the evidence to that one.
    /// Idempotent, also after its resolution.
    /// - Returns: the current state of the incident that the report belongs to.
    func report(_ incident: Incident) async throws -> Incident
    /// Stores the state of a new or known incident. Its evidence is added to the known, which gives way to it beyond
    /// ``Incident/maxEvidence`` lines. When another incident of its cause and place is open, that one gets the evidence
    /// instead.
    func keep(_ incident: Incident) async throws
    /// Newest first, at most `limit`.
    func incidents(matching query: IncidentQuery, limit: Int) async throws -> [Incident]
    func incident(_ id: IncidentID) async throws -> Incident?
    /// Changes an incident as it is at this moment; no other change in between is lost. Evidence is added, as
    /// ``keep(_:)`` does.
    /// - Parameter change: may be called again where two change the same incident at once.
    /// - Returns: what `change` gave, or that nothing was changed because another incident of its cause and place is
    ///   open; `nil` where there is no such incident.
    func change<T: Sendable>(_ id: IncidentID, _ change: @escaping @Sendable (inout Incident) -> T) async throws
        -> IncidentChange<T>?
}

/// What became of a change of an incident.
package enum IncidentChange<Value: Sendable>: Sendable {
    case stored(Value)
    /// It would have been a second open incident of its cause and place: the open one got its evidence.
    case addedTo(IncidentID)
}

extension IncidentChange: Equatable where Value: Equatable {}

extension IncidentLog {
    /// All matching incidents, newest first, at most ``IncidentRegister/most``.
    package func all(matching query: IncidentQuery) async throws -> [Incident] {
        var (query, found, size) = (query, [Incident](), 500)
        while found.count < IncidentRegister.most {
            size = min(size, IncidentRegister.most - found.count)
            let page = try await incidents(matching: query, limit: size)
            found += page
            guard page.count == size, let last = page.last else { break }
            query.before = IncidentPosition(last)
        }
        return found
    }

    /// Newest first, at most `limit`; opened before `before` where one is given.
    package func incidents(before: Timestamp?, limit: Int) async throws -> [Incident] {
        try await incidents(
            matching: IncidentQuery(before: before.map { IncidentPosition(opened: $0, id: IncidentID(rawValue: "")) }),
            limit: limit)
    }
}

package struct IncidentQuery: Hashable, Sendable {
    /// `nil` for both.
    package var state: Incident.State?
    /// `nil` for all.
    package var cause: Cause?
    /// Only the consequences of this incident.
    package var parent: IncidentID?
    /// Only those detected at this time or later.
    package var since: Timestamp?
    /// Only those after this position.
    package var before: IncidentPosition?
    /// Whether to include the evidence; a long list is faster without.
    package var withEvidence = true

    package init(
        state: Incident.State? = nil, cause: Cause? = nil, parent: IncidentID? = nil, since: Timestamp? = nil,
        before: IncidentPosition? = nil,
        withEvidence: Bool = true
    ) {
        self.state = state
        self.cause = cause
        self.parent = parent
        self.since = since
        self.before = before
        self.withEvidence = withEvidence
    }

    /// Whether an incident matches.
    package func matches(_ incident: Incident) -> Bool {
        (state ?? incident.state) == incident.state && (cause ?? incident.cause) == incident.cause
            && (parent == nil || parent == incident.parent)
            && incident.opened >= since ?? incident.opened
            && before.map { IncidentPosition(incident) < $0 } ?? true
    }
}

/// A position in the list of incidents, newest first.
package struct IncidentPosition: Hashable, Comparable, Sendable {
    package let opened: Timestamp
    package let id: IncidentID

    package init(opened: Timestamp, id: IncidentID) {
        self.opened = opened
        self.id = id
    }

    package init(_ incident: Incident) { self.init(opened: incident.opened, id: incident.id) }

    /// Older ones first.
    package static func < (a: IncidentPosition, b: IncidentPosition) -> Bool {
        (a.opened, a.id.rawValue) < (b.opened, b.id.rawValue)
    }
}
