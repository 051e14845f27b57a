import Domain
import Health

/// Walks from effect to cause over an observation. Pure.
package struct Explainer: Sendable {
    private let entries: [CauseEntry]

    package init(_ entries: [CauseEntry] = Catalogue.entries) { self.entries = entries }

    /// What is wrong and why.
    /// - Parameters:
    ///   - symptom: what somebody noticed; causes that cannot show so are told apart.
    ///   - withRecords: whether an open incident is evidence of its cause: for a person who asks, and not for the watch that closes it.
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

    /// Everything that anything speaks for.
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

    /// The cause, present on the same host, that explains this one away: the last of its own chain.
    private func root(of finding: Explanation.Finding, among present: [Explanation.Finding], seen: Set<Cause> = [])
        -> Explanation.Finding?
    {
        guard let entry = entry(finding.cause), !seen.contains(finding.cause) else { return nil }
        let reason = present.first {
            entry.followsFrom.contains($0.cause) && !seen.contains($0.cause) && $0.sign.place.isNear(finding.sign.place)
        }
        return reason.map { root(of: $0, among: present, seen: seen.union([finding.cause])) ?? $0 }
    }

    /// What shows on the outside: old data, listeners that do not answer.
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
        }.map { Explanation.Step(what: $0.check.title + Phrase(": ", fr: " : ") + $0.summary, evidence: $0.evidence) }
    }

    private static func step(_ finding: Explanation.Finding) -> Explanation.Step {
        Explanation.Step(
            what: finding.cause.title + Phrase(": ", fr: " : ") + finding.sign.summary, evidence: finding.sign.evidence)
    }

    /// What was looked at and is well.
    private func ruledOut(_ observation: Observation) -> [Explanation.RuledOut] {
        observation.findings.filter { $0.outcome == .ok }.map { finding in
            Explanation.RuledOut(
                what: finding.subject.map { finding.check.title + Phrase(verbatim: " (\($0))") } ?? finding.check.title,
                because: finding.summary, evidence: finding.evidence)
        }
    }

    /// Where something shows and nothing explains it: the causes whose checks were not answered.
    private func unanswered(_ observation: Observation, found: Bool, isVisible: Bool) -> [Explanation.Finding] {
        guard !found, isVisible || observation.isPast && observation.runs.isEmpty else { return [] }
        return entries.filter { entry in entry.checks.contains { !observation.isAnswered($0) } }.map { entry in
            Explanation.Finding(
                cause: entry.cause,
                sign: Sign(
                    at: .everywhere, Phrase("could not be looked at", fr: "n'a pas pu être examiné"),
                    severity: .warning, evidence: [], remedy: entry.remedy.english, isConfirmed: false))
        }
    }
}

extension Incident.Place {
    /// Whether what happens here may be the reason for what happens there: on one host, or everywhere.
    func isNear(_ other: Incident.Place) -> Bool { host == nil || other.host == nil || host == other.host }

    /// Whether an incident here is told by one there too.
    func covers(_ other: Incident.Place) -> Bool {
        (host == nil || host == other.host) && (unit == nil || unit == other.unit)
            && (subject == nil || subject == other.subject)
    }
}
