import Domain

/// An incident without a known parent, and its consequences.
struct IncidentGroup {
    let root: Incident
    /// Direct and indirect ones.
    let consequences: [Incident]

    /// Groups incidents and keeps their order. One whose parent is not among them, or that is its own ancestor, is a
    /// root.
    static func grouped(_ incidents: [Incident]) -> [IncidentGroup] {
        let known = Dictionary(incidents.map { ($0.id, $0) }) { first, _ in first }
        func root(of incident: Incident) -> IncidentID {
            var (current, seen) = (incident, Set([incident.id]))
            while let parent = current.parent.flatMap({ known[$0] }) {
                guard seen.insert(parent.id).inserted else { return incident.id }
                current = parent
            }
            return current.id
        }
        let roots = incidents.map { ($0, root(of: $0)) }
        let consequences = Dictionary(grouping: roots.filter { $0.0.id != $0.1 }, by: \.1)
        return roots.filter { $0.0.id == $0.1 }.map {
            IncidentGroup(root: $0.0, consequences: (consequences[$0.1] ?? []).map(\.0))
        }
    }
}
