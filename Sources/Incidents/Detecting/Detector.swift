package import Domain

/// Decides when incidents open, reopen and close, and which are consequences of others. Pure:
/// `(state, observation, now) → (state, transitions)`.
package struct Detector: Sendable {
    /// Counts of consecutive checks. Lost with the process; the next one counts again.
    package struct State: Hashable, Sendable {
        var seen: [Key: Int] = [:]
        var missed: [IncidentID: Int] = [:]

        package init() {}
    }

    /// At most one incident is open for each.
    struct Key: Hashable, Sendable {
        let cause: Cause
        let place: Incident.Place
    }

    /// A change to be recorded.
    package enum Transition: Hashable, Sendable {
        case opened(Incident)
        /// Resolved less than ``Detector/reopenedWithin`` ago, and present again.
        case reopened(Incident)
        /// New evidence, another severity, or a parent.
        case changed(Incident)
        case resolved(Incident)

        package var incident: Incident {
            switch self {
            case .opened(let incident), .reopened(let incident), .changed(let incident), .resolved(let incident):
                incident
            }
        }
    }

    /// Recorded incidents.
    package struct Records: Sendable {
        package let open: [Incident]
        /// Resolved within ``Detector/reopenedWithin``.
        package let recent: [Incident]

        /// - Parameter incidents: newest first, in any state.
        package init(_ incidents: [Incident], now: Timestamp) {
            open = incidents.filter { $0.state == .open }
            recent = incidents.filter { incident in
                incident.resolved.map { incident.state == .resolved && now - $0 <= Detector.reopenedWithin } ?? false
            }
        }
    }

    /// A resolved incident whose cause is present again within this time is reopened.
    package static let reopenedWithin: Duration = .hours(1)

    private let explainer: Explainer
    private let writer: IncidentWriter

    package init(_ explainer: Explainer = Explainer(), writer: IncidentWriter) {
        self.explainer = explainer
        self.writer = writer
    }

    /// Evaluates one observation.
    /// - Parameter window: whether a maintenance window is open: then no incident opens; resolved ones are still
    ///   closed.
    package func step(_ state: State, _ observation: Observation, records: Records, window: Bool = false) -> (
        state: State, transitions: [Transition]
    ) {
        var state = state
        let explanation = explainer.explain(observation, records: .none)
        let found = explanation.roots + explanation.consequences.map(\.finding)
        var transitions: [Transition] = []
        var open = records.open

        // Causes that are present: opened once they were seen often enough.
        var seen: [Key: Int] = [:]
        for root in explanation.roots {
            guard let entry = Catalogue.entry(root.cause) else { continue }
            let key = Key(cause: root.cause, place: entry.place(of: root.sign.place))
            let count = (state.seen[key] ?? 0) + 1
            seen[key] = count
            if let index = open.firstIndex(where: { $0.cause == key.cause && $0.place.concerns(key.place) }) {
                if let changed = writer.changed(open[index], by: root.sign, explanation) {
                    transitions.append(.changed(changed))
                    open[index] = changed
                }
                continue
            }
            guard !window, count >= entry.threshold.opens,
                !isLeftOver(entry, at: key.place, observation, records)
            else { continue }
            let recent = records.recent.first { $0.cause == key.cause && $0.place == key.place }
            let incident =
                recent.map { writer.reopened($0, by: root.sign, explanation) }
                ?? writer.opened(key.cause, at: key.place, root.sign, explanation)
            transitions.append(recent == nil ? .opened(incident) : .reopened(incident))
            open.append(incident)
        }
        state.seen = seen

        // Incidents that another process reported, and those of a recovery, become children of the one that explains
        // them.
        let withReported = explainer.explain(observation.with(recorded: open), records: .untilClosed)
        for (index, incident) in open.enumerated() where incident.parent == nil {
            guard let root = parent(of: incident, in: open, withReported) else { continue }
            let child = writer.child(incident, of: root, at: observation.moment)
            transitions.append(.changed(child))
            open[index] = child
        }

        // Causes that are absent: closed once that was confirmed often enough.
        var missed: [IncidentID: Int] = [:]
        for incident in open {
            guard let entry = Catalogue.entry(incident.cause), isOurs(incident, observation),
                !found.contains(where: { finding in
                    finding.cause == incident.cause && incident.place.concerns(entry.place(of: finding.sign.place))
                }), entry.isOver(incident, observation), entry.isReached(observation)
            else { continue }
            let count = (state.missed[incident.id] ?? 0) + 1
            missed[incident.id] = count
            guard count >= entry.threshold.closes else { continue }
            // A child is closed independently of its root.
            transitions.append(.resolved(writer.resolved(incident, observation)))
            missed[incident.id] = nil
        }
        state.missed = missed
        return (state, transitions)
    }

    /// Whether only runs show a cause that were made while another one lasted, which explains it and has been resolved
    /// since: the next run tells whether anything is left of it.
    private func isLeftOver(
        _ entry: CauseEntry, at place: Incident.Place, _ observation: Observation, _ records: Records
    ) -> Bool {
        guard entry.proof == .run, let run = observation.runs.first else { return false }
        return records.recent.contains { incident in
            guard let resolved = incident.resolved, entry.followsFrom.contains(incident.cause) else { return false }
            return run.started < resolved && entry.isNear(place, to: incident.place)
        }
    }

    /// The open incident that an explanation names as the root of another one. An incident that was open long before
    /// that root began has been reported as a root itself, and stays one.
    private func parent(of incident: Incident, in open: [Incident], _ explanation: Explanation) -> Incident? {
        explanation.consequences.lazy.filter { describes(incident, $0.finding) }.compactMap { consequence in
            open.first {
                $0.id != incident.id && $0.parent == nil && describes($0, consequence.root)
                    && $0.began <= incident.opened + .minutes(10)
            }
        }.first
    }

    private func describes(_ incident: Incident, _ finding: Explanation.Finding) -> Bool {
        guard incident.cause == finding.cause, let entry = Catalogue.entry(finding.cause) else { return false }
        return incident.place.concerns(entry.place(of: finding.sign.place))
    }

    /// Only the affected host can confirm a resolution.
    private func isOurs(_ incident: Incident, _ observation: Observation) -> Bool {
        incident.place.host.map { $0 == observation.host } ?? true
    }
}

extension Incident.Place {
    /// Whether one incident covers both places.
    func concerns(_ other: Incident.Place) -> Bool {
        self == other || unit == nil && covers(other) || other.unit == nil && other.covers(self)
    }
}
