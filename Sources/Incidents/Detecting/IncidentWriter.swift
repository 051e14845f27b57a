package import Domain
import Health

/// Writes the five steps of an incident, in both languages.
package struct IncidentWriter: Sendable {
    /// Version, host, unit, what was running, what was changed last.
    private let context: Phrase
    /// How many requests were answered with an error since a moment; `nil` where nobody counts.
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

    /// The same one once more: what had been done is kept among the evidence.
    func reopened(_ incident: Incident, by sign: Sign, _ explanation: Explanation) -> Incident {
        var incident = incident
        let before =
            incident.resolved.map {
                [
                    Evidence(
                        time: $0, source: "incident \(incident.id)",
                        line: "had been resolved: \(incident.resolution.english)")
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
        incident.evidence = Incident.evidence(before + evidence(sign, explanation), addedTo: incident.evidence)
        return incident
    }

    /// `nil` when the sign tells nothing that the incident does not.
    func changed(_ incident: Incident, by sign: Sign, _ explanation: Explanation) -> Incident? {
        let known = Set(incident.evidence.map(\.source))
        let new = sign.evidence.filter { !known.contains($0.source) }
        let isWorse = incident.severity != .critical && sign.severity == .critical
        // Each run adds its lines; after some of them nothing new is learned.
        guard isWorse || incident.explained == nil || !new.isEmpty && incident.evidence.count < 24 else { return nil }
        var incident = incident
        // It is told as it was at its worst, also when it gets better before it is over.
        if isWorse {
            incident.severity = sign.severity
            incident.symptom = symptom(incident.cause, sign, since: incident.began)
            incident.diagnosis = diagnosis(incident.cause, sign, explanation)
        }
        incident.explained = incident.explained ?? explanation.moment
        incident.evidence = Incident.evidence(new, addedTo: incident.evidence)
        return incident
    }

    /// It follows from another one.
    func child(_ incident: Incident, of root: Incident, at moment: Timestamp) -> Incident {
        var incident = incident
        incident.parent = root.id
        incident.explained = incident.explained ?? moment
        incident.diagnosis =
            incident.diagnosis
            + Phrase(
                " It follows from \(root.cause.rawValue) (\(root.id)).",
                fr: " Conséquence de \(root.cause.rawValue) (\(root.id)).")
        return incident
    }

    /// Something was done about it by the service itself.
    package func repaired(_ incident: Incident, by deed: Phrase) -> Incident {
        var incident = incident
        incident.resolution = incident.resolution.isEmpty ? deed : incident.resolution + Phrase(verbatim: " ") + deed
        return incident
    }

    func resolved(_ incident: Incident, _ observation: Observation) -> Incident {
        var incident = incident
        let now = observation.moment
        incident.state = .resolved
        incident.resolved = now
        let entry = Catalogue.entry(incident.cause)
        let proof = proof(incident, observation)
        let deed =
            incident.resolution.isEmpty
            ? (entry?.repair.map { Phrase("By itself: ", fr: "De lui-même : ") + $0 }
                ?? Phrase(
                    "Nothing was done by the service itself: somebody mended it, or it passed.",
                    fr: "Rien n'a été fait par le service lui-même : quelqu'un l'a réparé, ou c'est passé."))
            : incident.resolution
        incident.resolution =
            deed + Phrase(" It is over since \(now.toTheMinute): ", fr: " C'est fini depuis \(now.toTheMinute) : ")
            + proof.what + Phrase(verbatim: ".")
        if incident.lesson.isEmpty, let entry { incident.lesson = entry.lesson }
        let minutes = max(1, ((now - incident.began).components.seconds + 59) / 60)
        let lasted =
            incident.reopened == 0
            ? Phrase(" It lasted \(minutes) min.", fr: " Cela a duré \(minutes) min.")
            : Phrase(
                " It lasted \(minutes) min from its first beginning, and came back \(incident.reopened) times.",
                fr: " Cela a duré \(minutes) min depuis le premier début, et c'est revenu \(incident.reopened) fois.")
        incident.symptom =
            incident.symptom + lasted + affected(since: incident.began, Phrase("In all,", fr: "En tout,"))
        incident.evidence = Incident.evidence(proof.evidence, addedTo: incident.evidence)
        return incident
    }

    /// How many were affected by then.
    private func affected(since moment: Timestamp, _ when: Phrase) -> Phrase {
        guard let count = failedRequests(moment), count > 0 else { return .empty }
        return Phrase(verbatim: " ") + when
            + Phrase(" \(count) requests were answered with an error.", fr: " \(count) requêtes ont reçu une erreur.")
    }

    private func symptom(_ cause: Cause, _ sign: Sign, since: Timestamp) -> Phrase {
        let effect = sign.effect ?? Catalogue.entry(cause)?.effect ?? cause.title
        return effect + Phrase(" Since \(since.toTheMinute).", fr: " Depuis \(since.toTheMinute).")
            + affected(since: since, Phrase("So far,", fr: "Jusqu'ici,"))
    }

    private func diagnosis(_ cause: Cause, _ sign: Sign, _ explanation: Explanation) -> Phrase {
        let consequences = explanation.consequences.filter {
            $0.root.cause == cause && $0.root.sign.place == sign.place
        }.map(\.finding.cause.rawValue)
        let remedy =
            sign.remedy.map { Phrase(" To mend it: \($0)", fr: " Pour réparer : \($0)") }
            ?? Catalogue.entry(cause).map { Phrase(verbatim: " ") + $0.remedy } ?? .empty
        return cause.title + Phrase(" (\(cause.rawValue)): ", fr: " (\(cause.rawValue)) : ") + sign.summary
            + Phrase(verbatim: ".")
            + (consequences.isEmpty
                ? .empty
                : Phrase(
                    " From it follow: \(consequences.joined(separator: ", ")).",
                    fr: " En découlent : \(consequences.joined(separator: ", ")).")) + remedy
    }

    private func evidence(_ sign: Sign, _ explanation: Explanation) -> [Evidence] {
        let followed = explanation.consequences.flatMap { $0.finding.sign.evidence.prefix(2) }
        return Incident.evidence(followed, addedTo: Incident.evidence(sign.evidence, addedTo: []))
    }

    /// What shows that it is over.
    private func proof(_ incident: Incident, _ observation: Observation) -> (what: Phrase, evidence: [Evidence]) {
        if Self.isAboutRuns(incident.cause),
            let run = observation.runs.first(where: {
                $0.finished != nil && $0.started >= incident.opened - .minutes(1)
            }) ?? observation.runs.first(where: { $0.finished != nil })
        {
            let served = run.sources.filter { $0.error == nil }.map(\.source.rawValue).joined(separator: ", ")
            let line = "\(run.id) \(run.command) \(run.outcome.rawValue)" + (served.isEmpty ? "" : ": \(served) served")
            return (
                Phrase(
                    "run \(run.id) ended \(run.outcome.rawValue)",
                    fr: "la collecte \(run.id) s'est terminée : \(run.outcome.rawValue)"),
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
        guard let finding else { return (Phrase("it is not seen any more", fr: "on ne le voit plus"), []) }
        return (
            finding.check.title + Phrase(": ", fr: " : ") + finding.summary,
            [
                Evidence(
                    time: observation.moment, source: "check \(finding.check.rawValue)", line: finding.summary.english)
            ]
        )
    }

    private static func isAboutRuns(_ cause: Cause) -> Bool {
        switch cause {
        case .sourceBlocked, .sourceRateLimited, .sourceChallenge, .sourceDown, .sourceMalformed, .sourceStale,
            .networkDown, .dnsFailure, .tlsFailure,
            .collectorHung, .collectorCrashed:
            true
        default: false
        }
    }

    /// For incidents that only a run can prove to be over: whether one has. `nil` for all others.
    func needsRun(_ incident: Incident) -> ((Observation) -> Bool)? {
        guard Self.isAboutRuns(incident.cause) else { return nil }
        return { observation in
            observation.isAnswered(.database)
                && observation.runs.contains {
                    $0.finished != nil && $0.outcome != .abandoned && $0.started > incident.opened - .minutes(1)
                        && ($0.finished ?? $0.started) >= incident.opened
                }
        }
    }
}
