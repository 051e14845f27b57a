package import Domain
package import Health
import OperatingSystem

/// All facts of one moment that causes are decided from.
package struct Observation: Sendable {
    /// The moment to be explained.
    package let moment: Timestamp
    /// The observing host.
    package let host: String
    /// Results of the checks; empty for a past moment.
    package private(set) var findings: [Finding]
    /// All failed checks, including consequences: the start of an explanation.
    package private(set) var shown: [Finding]
    /// Started at or before the moment, newest first.
    package var runs: [Run]
    /// The process that is collecting at this moment.
    package var collecting: CollectionLease?
    /// Processes that listen on the ports of the service.
    package var holders: Set<Int32>
    /// Incidents that were open at the moment.
    package var recorded: [Incident]
    /// Warnings and worse around the moment, oldest first.
    package var lines: [TimelineEntry]
    /// The time limit of a run.
    package var passLimit: Duration
    package let isPast: Bool

    /// Of the present.
    package init(_ facts: HealthFacts, host: String, recorded: [Incident] = [], lines: [TimelineEntry] = []) {
        moment = facts.now
        self.host = host
        findings = Diagnosis.of(facts)
        shown = Diagnosis.everything(facts).filter { $0.outcome == .failed }
        runs = facts.database.contents?.runs ?? []
        collecting = facts.database.contents?.collecting
        holders = Set(facts.ports.compactMap(\.holder?.process))
        self.recorded = recorded
        self.lines = lines
        passLimit = facts.settings.resolved?.passLimit ?? .minutes(10)
        isPast = false
    }

    /// Of a past moment, from records and logs.
    package init(
        past moment: Timestamp, host: String, runs: [Run], recorded: [Incident], lines: [TimelineEntry],
        passLimit: Duration
    ) {
        self.moment = moment
        self.host = host
        findings = []
        shown = []
        self.runs = runs
        collecting = nil
        holders = []
        self.recorded = recorded
        self.lines = lines
        self.passLimit = passLimit
        isPast = true
    }

    /// Removes checks that are meaningless in this environment.
    package mutating func leaveOut(_ checks: Set<CheckName>) {
        findings.removeAll { checks.contains($0.check) }
        shown.removeAll { checks.contains($0.check) }
    }

    /// Whether a check has a result.
    func isAnswered(_ check: CheckName) -> Bool {
        findings.contains { $0.check == check } && !findings.contains { $0.check == check && $0.outcome == .notChecked }
    }
}

extension Observation {
    /// Failed checks with this cause: one sign for each place.
    ///
    /// Without freshness and sources, which are symptoms; the runs have the details.
    func failures(_ cause: Cause, _ scope: CauseEntry.Scope) -> [Sign] {
        findings.filter { $0.outcome == .failed && $0.cause == cause && $0.check != .freshness && $0.check != .sources }
            .map { finding in
                Sign(
                    at: place(of: finding, scope),
                    finding.subject.map { Phrase("\($0): ", fr: "\($0)\u{A0}: ") + finding.summary } ?? finding.summary,
                    evidence: finding.evidence.map {
                        $0.time == nil ? Evidence(time: moment, source: $0.source, line: $0.line) : $0
                    }, remedy: finding.remedy)
            }.joined
    }

    private func place(of finding: Finding, _ scope: CauseEntry.Scope) -> Incident.Place {
        let subject = finding.subject.flatMap { finding.check == .disk ? $0 : nil }
        switch scope {
        case .everywhere: return Incident.Place(subject: subject)
        case .host: return Incident.Place(host: host, subject: subject)
        case .unit:
            let unit = finding.subject.map { finding.check == .ports ? ServiceUnits.service(of: $0) : $0 }
            return Incident.Place(
                host: host, unit: unit.flatMap { $0.contains(".") && !$0.contains("/") ? $0 : nil }, subject: subject)
        }
    }

    /// Log lines in which the program names the cause.
    func logEvidence(of cause: Cause) -> [Evidence] {
        lines.filter {
            $0.message.contains("cause: \(cause.rawValue)") || $0.message.contains("cause=\(cause.rawValue)")
        }
        .suffix(5).map { Evidence(time: $0.time, source: $0.source, line: String($0.message.prefix(500))) }
    }

    /// Failed checks, or log lines for a past moment.
    func seen(_ cause: Cause, _ scope: CauseEntry.Scope) -> [Sign] {
        let found = failures(cause, scope)
        guard found.isEmpty, isPast else { return found }
        let lines = logEvidence(of: cause)
        return lines.isEmpty
            ? []
            : [
                Sign(
                    at: Incident.Place(host: host), Phrase("named in the logs", fr: "nommée dans les journaux"),
                    evidence: lines)
            ]
    }
}
