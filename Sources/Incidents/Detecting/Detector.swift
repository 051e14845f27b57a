package import Domain
import Health
import OperatingSystem

/// When incidents open, come back, close, and which follows from which. A pure function of what was known, what is seen and the time:
/// `(state, observation, now) → (state, transitions)`.
package struct Detector: Sendable {
    /// What has been seen how often in a row: lost with the process, which only makes the next one look again.
    package struct State: Hashable, Sendable {
        var seen: [Key: Int] = [:]
        var missed: [IncidentID: Int] = [:]

        package init() {}
    }

    /// What an incident is one of.
    struct Key: Hashable, Sendable {
        let cause: Cause
        let place: Incident.Place
    }

    /// What is to be recorded.
    package enum Transition: Hashable, Sendable {
        case opened(Incident)
        /// It was resolved a short while ago, and is back.
        case reopened(Incident)
        /// More is known: new evidence, another severity, a root that it follows from.
        case changed(Incident)
        case resolved(Incident)

        package var incident: Incident {
            switch self {
            case .opened(let incident), .reopened(let incident), .changed(let incident), .resolved(let incident):
                incident
            }
        }
    }

    /// What is recorded already.
    package struct Records: Sendable {
        package let open: [Incident]
        /// Resolved within ``Detector/comesBackWithin``.
        package let recent: [Incident]

        /// - Parameter incidents: newest first, whatever their state.
        package init(_ incidents: [Incident], now: Timestamp) {
            open = incidents.filter { $0.state == .open }
            recent = incidents.filter { incident in
                incident.resolved.map { incident.state == .resolved && now - $0 <= Detector.comesBackWithin } ?? false
            }
        }
    }

    /// An incident that comes back within this time is the same one.
    package static let comesBackWithin: Duration = .hours(1)

    private let explainer: Explainer
    private let story: IncidentWriter

    package init(_ explainer: Explainer = Explainer(), story: IncidentWriter) {
        self.explainer = explainer
        self.story = story
    }

    /// One look.
    /// - Parameters:
    ///   - window: whether a maintenance window is open: then nothing opens, and what is over is closed as ever.
    package func step(_ state: State, _ observation: Observation, records: Records, window: Bool = false) -> (
        state: State, transitions: [Transition]
    ) {
        var state = state
        let explanation = explainer.explain(observation, withRecords: false)
        let found = explanation.roots + explanation.consequences.map(\.finding)
        var transitions: [Transition] = []
        var open = records.open

        // What is there: counted, and opened when that is enough.
        var seen: [Key: Int] = [:]
        for root in explanation.roots {
            guard let entry = Catalogue.entry(root.cause) else { continue }
            let key = Key(cause: root.cause, place: entry.place(of: root.sign.place))
            let count = (state.seen[key] ?? 0) + 1
            seen[key] = count
            if let index = open.firstIndex(where: { $0.cause == key.cause && $0.place.concerns(key.place) }) {
                if let changed = story.changed(open[index], by: root.sign, explanation) {
                    transitions.append(.changed(changed))
                    open[index] = changed
                }
                continue
            }
            guard !window, count >= entry.threshold.opens else { continue }
            let recent = records.recent.first { $0.cause == key.cause && $0.place == key.place }
            let incident =
                recent.map { story.reopened($0, by: root.sign, explanation) }
                ?? story.opened(key.cause, at: key.place, root.sign, explanation)
            transitions.append(recent == nil ? .opened(incident) : .reopened(incident))
            open.append(incident)
        }
        state.seen = seen

        // What was noticed by somebody else, and follows from a root that is known: a child of it.
        for (index, incident) in open.enumerated() where incident.parent == nil {
            guard let entry = Catalogue.entry(incident.cause),
                let root = open.first(where: {
                    $0.id != incident.id && $0.parent == nil && entry.followsFrom.contains($0.cause)
                        && $0.place.isNear(incident.place) && $0.began <= incident.opened + .minutes(10)
                })
            else { continue }
            let child = story.child(incident, of: root, at: observation.moment)
            transitions.append(.changed(child))
            open[index] = child
        }

        // What is not there any more: counted, and closed with its proof when that is enough and could be seen.
        var missed: [IncidentID: Int] = [:]
        for incident in open {
            guard let entry = Catalogue.entry(incident.cause), isOurs(incident, observation),
                !found.contains(where: { finding in
                    finding.cause == incident.cause && incident.place.concerns(entry.place(of: finding.sign.place))
                }), canTell(incident, entry, observation)
            else { continue }
            let count = (state.missed[incident.id] ?? 0) + 1
            missed[incident.id] = count
            guard count >= entry.threshold.closes else { continue }
            // A child is over when it is over: its root may last.
            transitions.append(.resolved(story.resolved(incident, observation)))
            missed[incident.id] = nil
        }
        state.missed = missed
        return (state, transitions)
    }

    /// Only the host that it happened to can see that it is over.
    private func isOurs(_ incident: Incident, _ observation: Observation) -> Bool {
        incident.place.host.map { $0 == observation.host } ?? true
    }

    /// Whether what was looked at is enough to say that it is over.
    private func canTell(_ incident: Incident, _ entry: CauseEntry, _ observation: Observation) -> Bool {
        guard !observation.isPast else { return false }
        // Of collections only one that has begun since, and ended well, is a proof.
        if let proof = story.needsRun(incident) { return proof(observation) }
        // A forgotten copy of ours answers on the port as well as the right one: it has to be gone.
        if incident.cause == .portInUse,
            observation.holders.contains(where: { id in
                incident.evidence.contains { $0.source == PortHolder.place(of: id) }
            })
        {
            return false
        }
        if incident.place.unit != nil, let unit = observation.finding(of: .services, incident.place.unit) {
            return unit.outcome == .ok || unit.outcome == .warning
        }
        return entry.checks.allSatisfy(observation.isAnswered)
    }
}

extension Incident.Place {
    /// Whether one incident tells of both.
    func concerns(_ other: Incident.Place) -> Bool {
        self == other || unit == nil && covers(other) || other.unit == nil && other.covers(self)
    }
}

extension Observation {
    func finding(of check: CheckName, _ subject: String?) -> Finding? {
        findings.first { $0.check == check && $0.subject == subject }
    }
}
