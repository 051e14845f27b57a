package import Domain

/// The incident log as Markdown: the register, then each incident under its five headings, with its consequences below
/// it.
package struct IncidentMarkdown {
    private let language: Language
    private let incidents: [Incident]
    private let now: Timestamp

    /// - Parameters:
    ///   - incidents: in the order of the log, newest first.
    ///   - now: when the log is written.
    package init(_ incidents: [Incident], in language: Language, at now: Timestamp) {
        self.incidents = incidents
        self.language = language
        self.now = now
    }

    /// Ends with a line break.
    package var text: String {
        var parts = [
            "# " + language.localized("Incident log", fr: "Journal des incidents"),
            language.localized("Written on \(exact(now)).", fr: "Généré le \(exact(now))."),
        ]
        parts += RegisterMarkdown(IncidentRegister(incidents), in: language).parts
        if incidents.isEmpty {
            parts.append(language.localized("No incidents recorded.", fr: "Aucun incident enregistré."))
        }
        for group in IncidentGroup.grouped(incidents) {
            parts += section(group.root, level: 2)
            for incident in group.consequences { parts += section(incident, level: 3) }
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func section(_ incident: Incident, level: Int) -> [String] {
        let mark = String(repeating: "#", count: level)
        let prefix = level > 2 ? language.localized("Consequence: ", fr: "Conséquence\u{A0}: ") : ""
        var parts = [
            "\(mark) \(prefix)\(MarkdownText.line(incident.cause.title[language])) – \(exact(incident.opened))",
            facts(of: incident),
        ]
        func add(_ heading: String, _ step: Phrase, empty: String? = nil) {
            parts.append("\(mark)# \(heading)")
            let text = step[language]
            parts.append(
                text.isEmpty
                    ? "*\(empty ?? language.localized("Not recorded.", fr: "Non renseigné."))*"
                    : MarkdownText.prose(text))
        }
        add(language.localized("Context", fr: "Contexte"), incident.context)
        add(language.localized("Symptom", fr: "Symptôme"), incident.symptom)
        add(language.localized("Diagnosis", fr: "Diagnostic"), incident.diagnosis)
        if !incident.evidence.isEmpty { parts.append(evidence(incident.evidence)) }
        add(
            language.localized("Resolution", fr: "Résolution"), incident.resolution,
            empty: incident.state == .open ? language.localized("Still open.", fr: "Encore ouvert.") : nil)
        add(language.localized("Lesson", fr: "Leçon apprise"), incident.lesson)
        return parts
    }

    private func facts(of incident: Incident) -> String {
        var facts = [
            (language.localized("Incident", fr: "Incident"), MarkdownText.code(incident.id.rawValue)),
            (language.localized("Cause", fr: "Cause"), MarkdownText.code(incident.cause.rawValue)),
            (language.localized("Severity", fr: "Gravité"), MarkdownText.line(incident.severity.title[language])),
            (language.localized("State", fr: "État"), MarkdownText.line(incident.state.title[language])),
        ]
        let place = incident.place.phrase
        if !place.isEmpty {
            facts.append((language.localized("Affected", fr: "Concerné"), MarkdownText.line(place[language])))
        }
        facts.append((language.localized("Started", fr: "Début"), exact(incident.began)))
        facts.append(
            (
                language.localized("Detected", fr: "Détection"),
                exact(incident.opened) + after(incident.opened - incident.began)
            ))
        if let explained = incident.explained {
            facts.append(
                (
                    language.localized("Explained", fr: "Explication"),
                    exact(explained) + after(explained - incident.opened)
                ))
        }
        if let resolved = incident.resolved {
            facts.append(
                (language.localized("Resolved", fr: "Résolution"), exact(resolved) + after(resolved - incident.began)))
        }
        if incident.reopened > 0 {
            facts.append(
                (
                    language.localized("Reopened", fr: "Réouvertures"),
                    Phrase(count: incident.reopened, ("time", "times"), fr: ("fois", "fois"))[language]
                ))
        }
        if let parent = incident.parent {
            facts.append((language.localized("Caused by", fr: "Causé par"), MarkdownText.code(parent.rawValue)))
        }
        return facts.map { "- \($0)\(colon) \($1)" }.joined(separator: "\n")
    }

    private func evidence(_ evidence: [Evidence]) -> String {
        let lines = evidence.map { fact in
            let time = fact.time.map { exact($0) + " · " } ?? ""
            return "- \(time)\(MarkdownText.code(fact.source))\(colon) \(MarkdownText.code(fact.line))"
        }
        return (["**\(language.localized("Evidence", fr: "Preuves"))**", ""] + lines).joined(separator: "\n")
    }

    private func after(_ duration: Duration) -> String {
        language.localized(" (after \(duration.phrase.english))", fr: " (après \(duration.phrase.french))")
    }

    /// `2026-11-24 03:12:05 UTC`
    private func exact(_ moment: Timestamp) -> String {
        let text = moment.rfc3339
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
    }

    private var colon: String { language.localized(":", fr: "\u{A0}:") }
}
