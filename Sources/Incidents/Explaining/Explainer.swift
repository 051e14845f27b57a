import Domain
import Health
import OperatingSystem

/// Follows what is wrong to its causes. Pure, and the only place that decides them.
package struct Explainer: Sendable {
    private let entries: [CauseEntry]

    package init(_ entries: [CauseEntry] = Catalogue.entries) { self.entries = entries }

    /// The recorded incidents that are evidence of their causes.
    package enum RecordUse: Sendable {
        /// For the detector, which closes them.
        case none
        /// As long as nothing shows that they are over.
        case untilOver
        /// Until they are closed: what fails only while the service recovers follows from what it recovers from.
        case untilClosed
    }

    /// What is wrong and why.
    /// - Parameters:
    ///   - symptom: what was noticed; causes that cannot show so are listed apart.
    ///   - records: which recorded incidents are evidence of their causes.
    package func explain(_ observation: Observation, symptom: Symptom? = nil, records: RecordUse = .untilOver)
        -> Explanation
    {
        let suspects = demoted(suspects(observation, records), observation, records)
        let confirmed = suspects.filter(\.sign.isConfirmed)
        var roots: [Explanation.Finding] = []
        var consequences: [Explanation.Consequence] = []
        for suspect in confirmed {
            if let root = root(of: suspect, among: confirmed) {
                consequences.append(Explanation.Consequence(finding: suspect, root: root))
            } else {
                roots.append(suspect)
            }
        }
        let isRelevant: (Explanation.Finding) -> Bool = { found in symptom.map { shows(found.cause, as: $0) } ?? true }
        let relevant = roots.filter(isRelevant)
        let visible = symptoms(observation, symptom)
        let unexplained = unexplained(observation, confirmed)
        let isUnexplained = symptom == nil ? !unexplained.isEmpty : !visible.isEmpty && relevant.isEmpty
        return Explanation(
            moment: observation.moment, host: observation.host, symptom: symptom,
            steps: visible.map { Explanation.Step(what: $0.titled, evidence: $0.evidence) }
                + consequences.map { Self.step($0.finding) },
            roots: relevant, consequences: consequences, others: roots.filter { !isRelevant($0) },
            ruledOut: ruledOut(observation),
            remaining: suspects.filter { !$0.sign.isConfirmed && root(of: $0, among: confirmed) == nil }
                + unanswered(observation, found: !relevant.isEmpty, isVisible: !visible.isEmpty || isUnexplained),
            unexplained: unexplained, isUnexplained: isUnexplained, notChecked: notChecked(observation, symptom))
    }

    /// What did not respond, and may be the reason of what was noticed.
    private func notChecked(_ observation: Observation, _ symptom: Symptom?) -> [Finding] {
        observation.findings.filter { finding in
            guard finding.outcome == .notChecked, finding.needed == nil, let symptom else {
                return finding.outcome == .notChecked && finding.needed == nil
            }
            guard Self.canShow(finding.check, as: symptom) else { return false }
            return entries.contains { $0.symptoms.contains(symptom) && $0.checks.contains(finding.check) }
        }
    }

    /// Whether what a check looks at can show so: a cause may be noticed in more ways than any one of its checks.
    private static func canShow(_ check: CheckName, as symptom: Symptom) -> Bool {
        switch check {
        case .services, .ports: [.api, .page].contains(symptom)
        case .schedule, .runs: symptom != .api
        default: true
        }
    }

    private func entry(_ cause: Cause) -> CauseEntry? { entries.first { $0.cause == cause } }

    private func shows(_ cause: Cause, as symptom: Symptom) -> Bool {
        entry(cause)?.symptoms.contains(symptom) ?? true
    }

    /// Everything that anything points to.
    private func suspects(_ observation: Observation, _ records: RecordUse) -> [Explanation.Finding] {
        let recorded = records == .none ? [] : observation.recorded
        let unknown = recorded.filter { entry($0.cause) == nil }.map {
            // Of a cause that a newer version named: it counts as long as it is open.
            Explanation.Finding(cause: $0.cause, sign: Self.sign(of: $0, observation))
        }
        return unknown
            + entries.flatMap { entry in
                var signs =
                    (entry.signs(observation) + observation.signs(entry.scope) { $0.isFailure(entry.cause) }).joined
                if signs.isEmpty { signs = observation.logged(entry.cause) }
                for incident in recorded
                where incident.cause == entry.cause && (records == .untilClosed || !entry.isOver(incident, observation))
                    && !signs.contains(where: { $0.place.covers(incident.place) || incident.place.covers($0.place) })
                {
                    signs.append(Self.sign(of: incident, observation))
                }
                return signs.map { sign in
                    var sign = sign
                    if sign.remedy == nil {
                        let command = observation.checked(entry.command)
                        if command != entry.command { sign.remedy = command }
                    }
                    return Explanation.Finding(cause: entry.cause, sign: sign)
                }
            }
    }

    private static func sign(of incident: Incident, _ observation: Observation) -> Sign {
        let line = Evidence(
            time: incident.opened, source: "incident \(incident.id)", line: incident.symptom.english)
        var sign = Sign(
            at: incident.place, incident.diagnosis, severity: incident.severity, since: incident.began,
            evidence: [line] + incident.evidence.suffix(8),
            findings: Set([observation.finding(of: .incidents, incident.id.rawValue)].compactMap(\.self)))
        sign.isRecorded = true
        return sign
    }

    /// The cause, present on the same host, that this one follows from: the last of its chain.
    private func root(of finding: Explanation.Finding, among present: [Explanation.Finding], seen: Set<Cause> = [])
        -> Explanation.Finding?
    {
        guard let entry = entry(finding.cause), !seen.contains(finding.cause) else { return nil }
        let explaining = finding.sign.followsFrom ?? entry.followsFrom
        let reason = present.first {
            (explaining.contains($0.cause) || $0.sign.explains.contains(finding.cause)) && mayExplain($0, finding)
                && $0.sign.explainsOthers
                && !seen.contains($0.cause)
                && entry.isNear(finding.sign.place, to: $0.sign.place)
        }
        return reason.map { root(of: $0, among: present, seen: seen.union([finding.cause])) ?? $0 }
    }

    /// A record of the past may be the reason that a process does not run now. What the database or the disk shows now
    /// does not follow from a record whose own checks succeed.
    private func mayExplain(_ reason: Explanation.Finding, _ finding: Explanation.Finding) -> Bool {
        guard reason.sign.isRecorded, !finding.sign.isRecorded, let entry = entry(finding.cause) else { return true }
        return entry.proof != .checks || entry.checks.isDisjoint(with: [.database, .disk])
    }

    /// What is known from a record alone, and contradicted by its own checks, is only possible beside a database or
    /// a disk that fails now.
    private func demoted(_ suspects: [Explanation.Finding], _ observation: Observation, _ records: RecordUse)
        -> [Explanation.Finding]
    {
        let failsNow = suspects.contains { suspect in
            guard suspect.sign.isConfirmed, !suspect.sign.isRecorded, let entry = entry(suspect.cause) else {
                return false
            }
            return entry.proof == .checks && !entry.checks.isDisjoint(with: [.database, .disk])
        }
        guard records == .untilOver, !observation.isPast, failsNow else { return suspects }
        return suspects.map { suspect in
            guard suspect.sign.isRecorded, let entry = entry(suspect.cause), entry.proof == .start,
                observation.findings.allSatisfy({
                    !entry.checks.contains($0.check) || $0.outcome == .ok || $0.outcome == .info
                })
            else { return suspect }
            return Explanation.Finding(cause: suspect.cause, sign: suspect.sign.unconfirmed)
        }
    }

    /// What shows on the outside: stale data, listeners that do not respond.
    private func symptoms(_ observation: Observation, _ symptom: Symptom?) -> [Finding] {
        observation.findings.filter { finding in
            guard finding.outcome == .failed else { return false }
            switch (finding.check, symptom) {
            case (.freshness, nil), (.freshness, .page), (.freshness, .analysis): return true
            case (.freshness, .prices): return finding.subject == "prices"
            case (.freshness, .news): return finding.subject == "news"
            case (.ports, .api), (.services, .api): return finding.subject?.contains("api") ?? true
            case (.ports, .page), (.services, .page): return finding.subject?.contains("web") ?? true
            case (.sources, nil): return true
            default: return false
            }
        }
    }

    /// What failed and is neither a sign of a cause, nor stale data that a cause explains.
    private func unexplained(_ observation: Observation, _ confirmed: [Explanation.Finding]) -> [Finding] {
        observation.findings.filter { finding in
            guard finding.outcome == .failed else { return false }
            if finding.check == .freshness {
                let symptom: Symptom = finding.subject == "news" ? .news : .prices
                return !confirmed.contains { shows($0.cause, as: symptom) }
            }
            return !confirmed.contains { $0.sign.findings.contains(finding) }
        }
    }

    private static func step(_ finding: Explanation.Finding) -> Explanation.Step {
        Explanation.Step(
            what: finding.cause.title + Phrase(": ", fr: "\u{A0}: ") + finding.sign.summary,
            evidence: finding.sign.evidence)
    }

    /// What was checked and is in order.
    private func ruledOut(_ observation: Observation) -> [Explanation.RuledOut] {
        observation.findings.filter { $0.outcome == .ok }.map { finding in
            Explanation.RuledOut(
                what: finding.subject.map { finding.check.title + Phrase(verbatim: " (\($0))") } ?? finding.check.title,
                because: finding.summary, evidence: finding.evidence)
        }
    }

    /// Where something shows and nothing explains it: the causes whose checks gave no result.
    private func unanswered(_ observation: Observation, found: Bool, isVisible: Bool) -> [Explanation.Finding] {
        guard !found, isVisible || observation.isPast && observation.runs.isEmpty else { return [] }
        return entries.filter { entry in entry.checks.contains { !observation.isAnswered($0) } }.map { entry in
            Explanation.Finding(
                cause: entry.cause,
                sign: Sign(
                    at: .everywhere, Phrase("could not be checked", fr: "n’a pas pu être vérifié"),
                    severity: .warning, evidence: [], remedy: entry.command, isConfirmed: false))
        }
    }
}

extension Finding {
    fileprivate var titled: Phrase { check.title + Phrase(": ", fr: "\u{A0}: ") + summary }
}

extension CauseEntry {
    /// Whether the observation shows that an incident of this cause is over.
    func isOver(_ incident: Incident, _ observation: Observation) -> Bool {
        guard !observation.isPast else { return false }
        switch proof {
        case .start where !observation.isByService: return false
        case .success:
            return checks.allSatisfy { check in
                observation.isAnswered(check)
                    && observation.findings.allSatisfy { $0.check != check || $0.outcome == .ok }
            }
        case .run: return observation.isAnswered(.database) && provingRun(of: incident, observation) != nil
        case .checks, .start:
            // A forgotten copy of this program responds on the port as the right one does: it has to be gone.
            if cause == .portInUse,
                observation.portHolders.contains(where: { process in
                    incident.evidence.contains { $0.source == RunningProcess.place(of: process) }
                })
            {
                return false
            }
            if let unit = incident.place.unit, let finding = observation.finding(of: .services, unit) {
                return finding.outcome == .ok || finding.outcome == .warning
            }
            return checks.allSatisfy(observation.isAnswered)
        }
    }

    /// The newest run that shows that an incident of this cause is over; `nil` where none does, or where a run proves
    /// nothing about it.
    ///
    /// It ended after the incident had opened, was not abandoned, and succeeded. Where the cause concerns sources, a
    /// run that failed for another part counts too, if a source of the affected part returned data in it.
    func provingRun(of incident: Incident, _ observation: Observation) -> Run? {
        guard proof == .run else { return nil }
        return observation.runs.first { run in
            guard run.asksSources, let finished = run.finished, finished >= incident.opened,
                run.started > incident.opened - .minutes(1), run.outcome != .abandoned, run.outcome != .running
            else { return false }
            guard run.outcome == .failed else { return true }
            let part = incident.place.subject.flatMap(SourceReport.Part.init(rawValue:))
            return concernsSources && run.sources.contains { $0.error == nil && (part == nil || $0.part == part) }
        }
    }

    /// Whether it is about what sources return, rather than about the run itself.
    private var concernsSources: Bool { cause != .collectorHung && cause != .collectorCrashed && cause != .networkDown }

    /// Whether what happens at `other` may be the reason for what happens at `place`: on one host, or everywhere; of
    /// two units, in the same one, unless this cause reaches across units.
    func isNear(_ place: Incident.Place, to other: Incident.Place) -> Bool {
        guard place.isNear(other) else { return false }
        guard scope == .unit, !reachesAcrossUnits, let unit = place.unit, let otherUnit = other.unit else {
            return true
        }
        return unit == otherUnit
    }
}

extension Incident.Place {
    /// Whether what happens here may be the reason for what happens there: on one host, or everywhere.
    func isNear(_ other: Incident.Place) -> Bool { host == nil || other.host == nil || host == other.host }

    /// Whether an incident here describes one there too.
    func covers(_ other: Incident.Place) -> Bool {
        (host == nil || host == other.host) && (unit == nil || unit == other.unit)
            && (subject == nil || subject == other.subject)
    }
}
