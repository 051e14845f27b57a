package import Domain
import Synchronization

/// Incidents in memory, by the rules of ``IncidentLog``: the stores' conformance tests run over it too.
package final class MemoryIncidents: IncidentLog {
    private struct State {
        var incidents: [IncidentID: Incident] = [:]
        /// Which incident the evidence of a report belongs to.
        var owners: [IncidentID: IncidentID] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package func report(_ incident: Incident) async throws -> Incident {
        state.withLock { state in
            let open = state.incidents.values.first { Self.isSame($0, incident) && $0.state == .open }
            let known =
                state.incidents[incident.id].map(\.id) ?? state.owners[incident.id]
                ?? (incident.state == .open ? open?.id : nil)
            guard let known, var owner = state.incidents[known] else {
                var kept = incident
                kept.evidence = Incident.evidence(incident.evidence, addedTo: [])
                state.incidents[incident.id] = kept
                return kept
            }
            owner.evidence = Incident.evidence(incident.evidence, addedTo: owner.evidence)
            state.owners[incident.id] = known
            state.incidents[known] = owner
            return owner
        }
    }

    package func keep(_ incident: Incident) async throws {
        state.withLock { _ = Self.keep(incident, in: &$0) }
    }

    package func incidents(matching query: IncidentQuery, limit: Int) async throws -> [Incident] {
        let all = state.withLock { Array($0.incidents.values) }
        return all.filter(query.matches)
            .sorted { ($1.opened, $1.id.rawValue) < ($0.opened, $0.id.rawValue) }.prefix(max(0, limit))
            .map { incident in
                var incident = incident
                if !query.withEvidence { incident.evidence = [] }
                return incident
            }
    }

    package func incident(_ id: IncidentID) async throws -> Incident? { state.withLock { $0.incidents[id] } }

    package func change<T: Sendable>(_ id: IncidentID, _ change: @escaping @Sendable (inout Incident) -> T) async throws
        -> IncidentChange<T>?
    {
        state.withLock { state in
            guard let known = state.incidents[id] else { return nil }
            var incident = known
            let result = change(&incident)
            if incident != known, let other = Self.keep(incident, in: &state) { return .addedTo(other) }
            return .stored(result)
        }
    }

    /// At most one incident of a cause is open at a place: a second one only adds its evidence to it.
    /// - Returns: the open one, where there is one.
    @discardableResult
    private static func keep(_ incident: Incident, in state: inout State) -> IncidentID? {
        let other = state.incidents.values.first {
            isSame($0, incident) && $0.id != incident.id && $0.state == .open && incident.state == .open
        }
        if var other {
            other.evidence = Incident.evidence(incident.evidence, addedTo: other.evidence)
            state.incidents[other.id] = other
            state.owners[incident.id] = other.id
            return other.id
        }
        var kept = incident
        kept.evidence = Incident.evidence(
            incident.evidence, addedTo: state.incidents[incident.id]?.evidence ?? [])
        state.incidents[incident.id] = kept
        return nil
    }

    private static func isSame(_ one: Incident, _ other: Incident) -> Bool {
        one.cause == other.cause && one.place == other.place
    }
}
