package import Domain
package import Health
import OperatingSystem

/// Everything that causes are told by, at one moment: gathered beforehand, so that telling them is pure.
package struct Observation: Sendable {
    /// The moment that is explained.
    package let moment: Timestamp
    /// The machine that looks.
    package let host: String
    /// What the checks found; empty for a moment of the past, which nobody can check any more.
    package private(set) var findings: [Finding]
    /// What failed, also where it only shows what something else has caused: where an explanation begins.
    package private(set) var shown: [Finding]
    /// Begun at or before the moment, newest first.
    package var runs: [Run]
    /// Who is collecting at this moment.
    package var collecting: CollectionLease?
    /// Who holds the ports of the service.
    package var holders: Set<Int32>
    /// Incidents that were open at the moment.
    package var recorded: [Incident]
    /// Warnings and worse around the moment, oldest first.
    package var lines: [TimelineEntry]
    /// How long one pass may take.
    package var passLimit: Duration
    package let isPast: Bool

    /// Of this moment.
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

    /// Of a moment that is over: what the records and the logs tell of it.
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

    /// Forgets checks that say nothing where they were asked.
    package mutating func leaveOut(_ checks: Set<CheckName>) {
        findings.removeAll { checks.contains($0.check) }
        shown.removeAll { checks.contains($0.check) }
    }

    /// Whether a check was answered.
    func isAnswered(_ check: CheckName) -> Bool {
        findings.contains { $0.check == check } && !findings.contains { $0.check == check && $0.outcome == .notChecked }
    }
}

extension Observation {
    /// What the checks found wrong and named so: one sign for each place.
    ///
    /// Old data and silent sources are left out: they are what a user sees, and the runs tell them better.
    func failures(_ cause: Cause, _ scope: CauseEntry.Scope) -> [Sign] {
        findings.filter { $0.outcome == .failed && $0.cause == cause && $0.check != .freshness && $0.check != .sources }
            .map { finding in
                Sign(
                    at: place(of: finding, scope),
                    finding.subject.map { Phrase(verbatim: $0 + ": ") + finding.summary } ?? finding.summary,
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

    /// Lines of the logs in which the program itself names the cause.
    func told(_ cause: Cause) -> [Evidence] {
        lines.filter {
            $0.message.contains("cause: \(cause.rawValue)") || $0.message.contains("cause=\(cause.rawValue)")
        }
        .suffix(5).map { Evidence(time: $0.time, source: $0.source, line: String($0.message.prefix(500))) }
    }

    /// What the checks and the logs tell, for causes that nothing else is known of.
    func seen(_ cause: Cause, _ scope: CauseEntry.Scope) -> [Sign] {
        let found = failures(cause, scope)
        guard found.isEmpty, isPast else { return found }
        let told = told(cause)
        return told.isEmpty
            ? []
            : [
                Sign(
                    at: Incident.Place(host: host), Phrase("the logs name it", fr: "les journaux le nomment"),
                    evidence: told)
            ]
    }
}
