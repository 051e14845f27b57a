package import Domain

/// Incidents under the one that they follow from, in the order in which they come.
package struct IncidentTree {
    package struct Branch {
        package let root: Incident
        /// What follows from it, directly or not.
        package let consequences: [Incident]
    }

    package let branches: [Branch]

    /// One whose root is not among them, or that would follow from itself, stands alone.
    package init(_ incidents: [Incident]) {
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
        branches = roots.filter { $0.0.id == $0.1 }.map {
            Branch(root: $0.0, consequences: (consequences[$0.1] ?? []).map(\.0))
        }
    }
}
