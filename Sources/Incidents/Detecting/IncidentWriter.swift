package import Domain
import Health

/// Writes the five steps of an incident in both languages.
package struct IncidentWriter: Sendable {
    /// Version, host, unit, what was running, the last change.
    private let context: Phrase
    /// The number of requests that failed since a moment; `nil` where they are not counted.
    private let failedRequests: @Sendable (_ since: Timestamp) -> Int?

    package init(context: Phrase, failedRequests: @escaping @Sendable (_ since: Timestamp) -> Int? = { _ in nil }) {
        self.context = context
        self.failedRequests = failedRequests
    }

    func opened(_ cause: Cause, at place: Incident.Place, _ sign: Sign, _ explanation: Explanation) -> Incident {
        let now = explanation.moment
        let began = min(sign.since ?? now, now)
        return Incident(
            id: .fresh(at: now), cause: cause, at: place, severity: sign.severity, began: began, opened: now,
            explained: now, context: context,
            symptom: symptom(cause, sign, since: began), diagnosis: diagnosis(cause, sign, explanation),
            lesson: Catalogue.entry(cause)?.lesson ?? .empty, evidence: evidence(sign, explanation))
    }

    /// Reopens an incident; its previous resolution is kept as evidence.
    func reopened(_ incident: Incident, by sign: Sign, _ explanation: Explanation) -> Incident {
        var incident = incident
        let before =
            incident.resolved.map {
                [
                    Evidence(
                        time: $0, source: "incident \(incident.id)",
                        line: "previously resolved: \(incident.resolution.english)")
                ]
            } ?? []
        incident.state = .open
        incident.resolved = nil
        incident.reopened += 1
        incident.parent = nil
        incident.severity = sign.severity
        incident.resolution = .empty
        incident.symptom = symptom(
            incident.cause, sign, since: min(sign.since ?? explanation.moment, explanation.moment))
        incident.diagnosis = diagnosis(incident.cause, sign, explanation)
        // The earlier occurrence is described by its resolution; its lines would only mislead here.
        incident.evidence = Incident.evidence(evidence(sign, explanation), addedTo: before)
        return incident
    }

    /// Adds new evidence; `nil` when there is nothing new.
    func changed(_ incident: Incident, by sign: Sign, _ explanation: Explanation) -> Incident? {
        let known = Set(incident.evidence.map(\.source))
        let new = sign.evidence.filter { !known.contains($0.source) }
        let isWorse = incident.severity != .critical && sign.severity == .critical
        // Each run adds lines; beyond a number of them they add nothing new.
        guard isWorse || incident.explained == nil || !new.isEmpty && incident.evidence.count < 24 else { return nil }
        var incident = incident
        // An incident is described at its worst, even if it improves before it is resolved.
        if isWorse {
            incident.severity = sign.severity
            incident.symptom = symptom(incident.cause, sign, since: incident.began)
            incident.diagnosis = diagnosis(incident.cause, sign, explanation)
        }
        incident.explained = incident.explained ?? explanation.moment
        incident.evidence = Incident.evidence(new, addedTo: incident.evidence)
        return incident
    }

    /// Marks an incident as the consequence of another one.
    func child(_ incident: Incident, of root: Incident, at moment: Timestamp) -> Incident {
        var incident = incident
        incident.parent = root.id
        incident.explained = incident.explained ?? moment
        incident.diagnosis =
            incident.diagnosis
            + Phrase(
                " Caused by incident \(root.id): \(root.cause.title.english).",
                fr: " Causé par l’incident \(root.id)\u{A0}: \(root.cause.title.french).")
        return incident
    }

    /// Adds what the service did automatically, a sentence.
    package func repaired(_ incident: Incident, by action: Phrase) -> Incident {
        var incident = incident
        incident.resolution =
            incident.resolution.isEmpty ? action : incident.resolution + Phrase(verbatim: " ") + action
        return incident
    }

    func resolved(_ incident: Incident, _ observation: Observation) -> Incident {
        var incident = incident
        let now = observation.moment
        incident.state = .resolved
        incident.resolved = now
        let entry = Catalogue.entry(incident.cause)
        let confirmation = confirmation(incident, observation)
        let action =
            incident.resolution.isEmpty
            ? (entry?.repair(at: incident.severity).map {
                Phrase("Automatic recovery. ", fr: "Rétablissement automatique. ") + $0
            }
                ?? Phrase(
                    "No automatic action: fixed manually, or recovered on its own.",
                    fr: "Aucune action automatique\u{A0}: corrigé manuellement, ou disparu de lui-même."))
            : incident.resolution
        incident.resolution =
            action
            + Phrase(" Resolved at \(now.phrase.english): ", fr: " Résolu le \(now.phrase.french)\u{A0}: ")
            + confirmation.summary + Phrase(verbatim: ".")
        if incident.lesson.isEmpty, let entry { incident.lesson = entry.lesson }
        let seconds = max(1, (now - incident.began).components.seconds)
        let duration = (seconds < 60 ? Duration.seconds(seconds) : .minutes((seconds + 59) / 60)).phrase
        let reopened = Phrase(
            count: incident.reopened, ("reopening", "reopenings"), fr: ("réouverture", "réouvertures"))
        incident.symptom =
            incident.symptom
            + (incident.reopened == 0
                ? Phrase(" Duration: \(duration.english).", fr: " Durée\u{A0}: \(duration.french).")
                : Phrase(
                    " Duration since the first occurrence: \(duration.english), with \(reopened.english).",
                    fr: " Durée depuis la première occurrence\u{A0}: \(duration.french), avec \(reopened.french)."))
            + failedRequests(since: incident.began, Phrase("in total", fr: "au total"))
        incident.evidence = Incident.evidence(confirmation.evidence, addedTo: incident.evidence)
        return incident
    }

    private func failedRequests(since moment: Timestamp, _ period: Phrase) -> Phrase {
        guard let count = failedRequests(moment), count > 0 else { return .empty }
        return Phrase(verbatim: " ")
            + Phrase(count: count, ("request", "requests"), fr: ("requête a échoué", "requêtes ont échoué"))
            + Phrase(" failed \(period.english).", fr: " \(period.french).")
    }

    private func symptom(_ cause: Cause, _ sign: Sign, since: Timestamp) -> Phrase {
        let effect = sign.effect ?? Catalogue.entry(cause)?.effect ?? cause.title
        return effect + Self.start(since)
            + failedRequests(since: since, Phrase("so far", fr: "jusqu’ici"))
    }

    private func diagnosis(_ cause: Cause, _ sign: Sign, _ explanation: Explanation) -> Phrase {
        let consequences = explanation.consequences.filter {
            $0.root.cause == cause && $0.root.sign.place == sign.place
        }.map(\.finding.cause.title)
        return Self.diagnosis(
            cause, sign.summary, at: sign.severity, consequences: consequences, command: sign.remedy)
    }

    /// When a failure started, as the sentence that follows its effect.
    package static func start(_ moment: Timestamp) -> Phrase {
        Phrase(" Since \(moment.phrase.english).", fr: " Depuis le \(moment.phrase.french).")
    }

    /// - Parameters:
    ///   - summary: what was found, without a full stop.
    ///   - severity: whether something else is used instead, or nothing is left.
    ///   - consequences: titles of the causes that follow from this one.
    ///   - command: more specific than that of the catalogue.
    ///   - fix: a text in place of the catalogue's remedy.
    package static func diagnosis(
        _ cause: Cause, _ summary: Phrase, at severity: Incident.Severity = .warning, consequences: [Phrase] = [],
        command: String? = nil, fix: Phrase? = nil
    ) -> Phrase {
        let list = Phrase(list: consequences)
        let remedy =
            fix.map { Phrase(" Fix: \($0.english)", fr: " Correction\u{A0}: \($0.french)") }
            ?? Catalogue.entry(cause).map { Phrase(verbatim: " ") + $0.instruction(command, at: severity) } ?? .empty
        return cause.title + Phrase(": \(summary.english).", fr: "\u{A0}: \(summary.french).")
            + (list.isEmpty
                ? .empty : Phrase(" Consequences: \(list.english).", fr: " Conséquences\u{A0}: \(list.french)."))
            + remedy
    }

    private func evidence(_ sign: Sign, _ explanation: Explanation) -> [Evidence] {
        let followed = explanation.consequences.flatMap { $0.finding.sign.evidence.prefix(2) }
        return Incident.evidence(followed, addedTo: Incident.evidence(sign.evidence, addedTo: []))
    }

    /// What confirms the resolution.
    private func confirmation(_ incident: Incident, _ observation: Observation) -> (
        summary: Phrase, evidence: [Evidence]
    ) {
        if let run = Catalogue.entry(incident.cause)?.provingRun(of: incident, observation) {
            let served = run.sources.filter { $0.error == nil }.map(\.source.rawValue).joined(separator: ", ")
            let line =
                "\(run.id) \(run.command) \(run.outcome.rawValue)" + (served.isEmpty ? "" : ": data from \(served)")
            return (
                Phrase(
                    "run \(run.id) \(run.outcome.phrase.english)",
                    fr: "collecte \(run.id) \(run.outcome.phrase.french)"),
                [Evidence(time: run.finished, source: "runs", line: line)]
            )
        }
        let checks = Catalogue.entry(incident.cause)?.checks ?? []
        let finding =
            observation.finding(of: .services, incident.place.unit).flatMap { incident.place.unit == nil ? nil : $0 }
            ?? observation.findings.last { checks.contains($0.check) && $0.outcome == .ok }
            ?? observation.findings.last {
                checks.contains($0.check) && ($0.outcome == .info || $0.outcome == .warning)
            }
        guard let finding else { return (Phrase("no longer observed", fr: "plus rien n’est observé"), []) }
        return (
            finding.check.title + Phrase(" check: ", fr: "\u{A0}: ") + finding.summary,
            [
                Evidence(
                    time: observation.moment, source: "check \(finding.check.rawValue)", line: finding.summary.english)
            ]
        )
    }
}
