import Domain
import Health

/// Finds the causes of what an observation shows. Pure.
package struct Explainer: Sendable {
    private let entries: [CauseEntry]

    package init(_ entries: [CauseEntry] = Catalogue.entries) { self.entries = entries }

    /// Explains an observation.
    /// - Parameters:
    ///   - symptom: what was noticed; causes without this symptom are listed separately.
    ///   - withRecords: whether an open incident counts as evidence of its cause: for `why`, not for the detector that closes it.
    package func explain(_ observation: Observation, symptom: Symptom? = nil, withRecords: Bool = true) -> Explanation {
        let suspects = suspects(observation, withRecords: withRecords)
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
        let isRelevant: (Explanation.Finding) -> Bool = { found in
            symptom.map { entry(found.cause)?.symptoms.contains($0) ?? true } ?? true
        }
        let visible = symptoms(observation, symptom)
        return Explanation(
            moment: observation.moment, host: observation.host, symptom: symptom,
            steps: visible + consequences.map { Self.step($0.finding) },
            roots: roots.filter(isRelevant), consequences: consequences, others: roots.filter { !isRelevant($0) },
            ruledOut: ruledOut(observation),
            remaining: suspects.filter { !$0.sign.isConfirmed && root(of: $0, among: confirmed) == nil }
                + unanswered(observation, found: !roots.filter(isRelevant).isEmpty, isVisible: !visible.isEmpty),
            isUnexplained: !visible.isEmpty && !roots.contains(where: isRelevant))
    }

    private func entry(_ cause: Cause) -> CauseEntry? { entries.first { $0.cause == cause } }

    /// All causes with a sign.
    private func suspects(_ observation: Observation, withRecords: Bool) -> [Explanation.Finding] {
        entries.flatMap { entry in
            var signs = entry.signs(observation).joined
            if withRecords {
                for incident in observation.recorded
                where incident.cause == entry.cause
                    && !signs.contains(where: { $0.place.covers(incident.place) || incident.place.covers($0.place) })
                {
                    signs.append(
                        Sign(
                            at: incident.place, incident.diagnosis, severity: incident.severity, since: incident.began,
                            evidence: [
                                Evidence(
                                    time: incident.opened, source: "incident \(incident.id)",
                                    line: incident.symptom.english)
                            ] + incident.evidence.suffix(8)))
                }
            }
            return signs.map { Explanation.Finding(cause: entry.cause, sign: $0) }
        }
    }

    /// The root cause of a finding: the end of its chain of causes on the same host; `nil` for a root.
    private func root(of finding: Explanation.Finding, among present: [Explanation.Finding], seen: Set<Cause> = [])
        -> Explanation.Finding?
    {
        guard let entry = entry(finding.cause), !seen.contains(finding.cause) else { return nil }
        let reason = present.first {
            entry.followsFrom.contains($0.cause) && !seen.contains($0.cause) && $0.sign.place.isNear(finding.sign.place)
        }
        return reason.map { root(of: $0, among: present, seen: seen.union([finding.cause])) ?? $0 }
    }

    /// What users can notice: stale data, ports that do not respond.
    private func symptoms(_ observation: Observation, _ symptom: Symptom?) -> [Explanation.Step] {
        observation.shown.filter { finding in
            switch (finding.check, symptom) {
            case (.freshness, nil), (.freshness, .page), (.freshness, .analysis): return true
            case (.freshness, .prices): return finding.subject == "prices"
            case (.freshness, .news): return finding.subject == "news"
            case (.ports, .api), (.services, .api): return finding.subject?.contains("api") ?? false
            case (.ports, .page), (.services, .page): return finding.subject?.contains("web") ?? false
            case (.sources, nil): return true
            default: return false
            }
        }.map {
            Explanation.Step(what: $0.check.title + Phrase(": ", fr: "\u{A0}: ") + $0.summary, evidence: $0.evidence)
        }
    }

    private static func step(_ finding: Explanation.Finding) -> Explanation.Step {
        Explanation.Step(
            what: finding.cause.title + Phrase(": ", fr: "\u{A0}: ") + finding.sign.summary,
            evidence: finding.sign.evidence)
    }

    /// Checks without a problem.
    private func ruledOut(_ observation: Observation) -> [Explanation.RuledOut] {
        observation.findings.filter { $0.outcome == .ok }.map { finding in
            Explanation.RuledOut(
                what: finding.subject.map { finding.check.title + Phrase(verbatim: " (\($0))") } ?? finding.check.title,
                because: finding.summary, evidence: finding.evidence)
        }
    }

    /// For a visible symptom without an explanation: the causes whose checks have no result.
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

extension Incident.Place {
    /// Whether a failure here may cause one there: on the same host, or everywhere.
    func isNear(_ other: Incident.Place) -> Bool { host == nil || other.host == nil || host == other.host }

    /// Whether an incident here includes one there.
    func covers(_ other: Incident.Place) -> Bool {
        (host == nil || host == other.host) && (unit == nil || unit == other.unit)
            && (subject == nil || subject == other.subject)
    }
}
