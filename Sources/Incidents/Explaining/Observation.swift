package import Domain
package import Health
import OperatingSystem

/// Everything that causes are decided from, at one moment: gathered beforehand, so that deciding is pure.
package struct Observation: Sendable {
    /// The moment that is explained.
    package let moment: Timestamp
    /// The host that observes.
    package let host: String
    /// What the checks found. Of a past moment, only what the records of the runs show.
    package private(set) var findings: [Finding]
    /// Begun at or before the moment, newest first.
    package let runs: [Run]
    /// Processes that hold the ports of the service.
    package let portHolders: Set<Int32>
    /// Incidents that were open at the moment.
    package private(set) var recorded: [Incident]
    /// Warnings and worse around a past moment, oldest first.
    package let lines: [TimelineEntry]
    package let isPast: Bool
    /// `nil` for a past moment.
    private let remedies: RemedyCheck?
    /// Whether a running service observes: that it has started shows that its settings are valid.
    package var isByService = false

    /// Of the present.
    package init(_ facts: HealthFacts, host: String) {
        moment = facts.now
        self.host = host
        findings = Diagnosis.of(facts)
        runs = facts.database.contents?.runs ?? []
        portHolders = Set(facts.ports.compactMap(\.holder?.process))
        recorded = facts.openIncidents
        lines = []
        isPast = false
        remedies = RemedyCheck(facts)
    }

    /// Of the past: what the records and the logs show of it.
    /// - Parameter runLimit: `COLLECT_TIMEOUT`.
    package init(
        past moment: Timestamp, host: String, runs: [Run], recorded: [Incident], lines: [TimelineEntry],
        runLimit: Duration
    ) {
        self.moment = moment
        self.host = host
        let isRecorded = runs.contains { moment - $0.started <= Self.recordedWithin }
        findings =
            isRecorded || !recorded.isEmpty || !lines.isEmpty
            ? RunsCheck.findings(in: runs, lease: nil, limit: runLimit, at: moment, isPast: true)
                + (runs.isEmpty ? [] : SourcesCheck.findings(in: runs))
            : [
                .notChecked(
                    .runs, nil,
                    Phrase(
                        "no run, incident or log line of that time is recorded",
                        fr: "ni collecte, ni incident, ni ligne de journal de ce moment n’est enregistré"))
            ]
        self.runs = runs
        portHolders = []
        self.recorded = recorded
        self.lines = lines
        isPast = true
        remedies = nil
    }

    /// Records say nothing of a moment that is further than this from the last run before it.
    private static let recordedWithin: Duration = .days(1)

    /// Ignores checks that mean nothing where the observation was made.
    package mutating func leaveOut(_ checks: Set<CheckName>) { findings.removeAll { checks.contains($0.check) } }

    /// The same, with the incidents that are open by now.
    func with(recorded: [Incident]) -> Observation {
        var observation = self
        observation.recorded = recorded
        return observation
    }

    /// A command of the catalogue, as far as it is of use in this state. Those of findings have been checked before.
    func checked(_ command: String) -> String { remedies.map { $0.checked(command) ?? RemedyCheck.log } ?? command }

    /// Whether a check gave a result.
    func isAnswered(_ check: CheckName) -> Bool {
        findings.contains { $0.check == check } && !findings.contains { $0.check == check && $0.outcome == .notChecked }
    }

    func finding(of check: CheckName, _ subject: String?) -> Finding? {
        findings.first { $0.check == check && $0.subject == subject }
    }
}

extension Observation {
    /// A sign for each place at which the checks found such a problem.
    func signs(_ scope: CauseEntry.Scope, where isCause: (Problem) -> Bool) -> [Sign] {
        var signs: [Sign] = []
        for finding in findings {
            guard let problem = finding.problem, isCause(problem) else { continue }
            let evidence = finding.evidence.map {
                $0.time == nil ? Evidence(time: moment, source: $0.source, line: $0.line) : $0
            }
            signs.append(Sign(finding, at: place(of: finding, scope), evidence: evidence))
        }
        return signs.joined
    }

    private func place(of finding: Finding, _ scope: CauseEntry.Scope) -> Incident.Place {
        let host = finding.host ?? host
        switch scope {
        case .everywhere:
            return Incident.Place(subject: [.disk, .sources].contains(finding.check) ? finding.subject : nil)
        case .host:
            return Incident.Place(host: host, subject: finding.check == .disk ? finding.subject : nil)
        case .unit:
            let unit =
                finding.check == .ports
                ? finding.subject.map(ServiceUnits.service)
                : [.services, .unitSettings, .schedule, .descriptors].contains(finding.check) ? finding.subject : nil
            return Incident.Place(
                host: host, unit: unit.flatMap { $0.contains(".") ? $0 : nil },
                subject: finding.check == .disk ? finding.subject : nil)
        }
    }

    /// A sign from the logs of a past moment, in which the program itself names the cause.
    func logged(_ cause: Cause) -> [Sign] {
        guard isPast else { return [] }
        let found = lines.filter {
            $0.message.contains("cause: \(cause.rawValue)") || $0.message.contains("cause=\(cause.rawValue)")
        }
        .suffix(5).map { Evidence(time: $0.time, source: $0.source, line: String($0.message.prefix(500))) }
        return found.isEmpty
            ? []
            : [
                Sign(
                    at: Incident.Place(host: host),
                    Phrase("named in the logs", fr: "nommée dans les journaux"), evidence: found)
            ]
    }
}
