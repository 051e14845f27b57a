package import Domain
import Health

/// The log of incidents as Markdown: the register's numbers, then a section for each incident with its five headings, what follows from it
/// under it.
package struct IncidentMarkdown {
    private let language: Language
    private let incidents: [Incident]
    private let made: Timestamp

    /// - Parameters:
    ///   - incidents: in the order in which they are to stand, newest first.
    ///   - made: when the log is written.
    package init(_ incidents: [Incident], in language: Language, made: Timestamp) {
        self.incidents = incidents
        self.language = language
        self.made = made
    }

    /// Ends with a line break.
    package var text: String {
        var parts = [
            "# " + say("Incident log", "Journal des incidents"),
            say("Written at \(moment(made)).", "Écrit le \(moment(made))."),
        ]
        parts += RegisterMarkdown(IncidentRegister(incidents), in: language).parts
        if incidents.isEmpty { parts.append(say("No incident is recorded.", "Aucun incident n’est noté.")) }
        for branch in IncidentTree(incidents).branches {
            parts += section(branch.root, level: 2)
            for incident in branch.consequences { parts += section(incident, level: 3) }
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func section(_ incident: Incident, level: Int) -> [String] {
        let mark = String(repeating: "#", count: level)
        let consequence = level > 2 ? say("It follows: ", "Il en découle : ") : ""
        let steps = [
            (say("Context", "Contexte"), incident.context), (say("Symptom", "Symptôme"), incident.symptom),
            (say("Diagnosis", "Diagnostic"), incident.diagnosis),
            (say("Resolution", "Résolution"), incident.resolution),
            (say("Lesson", "Leçon apprise"), incident.lesson),
        ]
        var parts = [
            "\(mark) \(consequence)\(incident.cause.title[language]) – \(moment(incident.opened))", facts(of: incident),
        ]
        for (index, (title, step)) in steps.enumerated() {
            parts.append("\(mark)# \(title)")
            parts.append(step[language].isEmpty ? nothing(index, incident) : MarkdownText.prose(step[language]))
            // What the diagnosis rests on.
            if index == 2, !incident.evidence.isEmpty { parts.append(evidence(incident.evidence)) }
        }
        return parts
    }

    private func facts(of incident: Incident) -> String {
        var facts = [
            (say("Incident", "Incident"), MarkdownText.code(incident.id.rawValue)),
            (say("Cause", "Cause"), MarkdownText.code(incident.cause.rawValue)),
            (say("Severity", "Gravité"), MarkdownText.line(incident.severity.title[language])),
            (say("State", "État"), MarkdownText.line(incident.state.title[language])),
        ]
        if !incident.place.phrase.isEmpty {
            facts.append((say("Where", "Où"), MarkdownText.code(incident.place.phrase[language])))
        }
        facts.append((say("Began", "Début"), moment(incident.began)))
        facts.append((say("Noticed", "Remarqué"), moment(incident.opened) + after(incident.opened - incident.began)))
        if let explained = incident.explained {
            facts.append((say("Explained", "Expliqué"), moment(explained) + after(explained - incident.opened)))
        }
        if let resolved = incident.resolved {
            facts.append((say("Over", "Fin"), moment(resolved) + after(resolved - incident.began)))
        }
        if incident.reopened > 0 {
            facts.append((say("Came back", "Revenu"), say("\(incident.reopened) times", "\(incident.reopened) fois")))
        }
        if let parent = incident.parent {
            facts.append((say("Follows from", "Découle de"), MarkdownText.code(parent.rawValue)))
        }
        return facts.map { "- \($0)\(language == .french ? " :" : ":") \($1)" }.joined(separator: "\n")
    }

    private func evidence(_ evidence: [Evidence]) -> String {
        (["**\(say("Evidence", "Preuves"))**", ""]
            + evidence.map { fact in
                "- \(fact.time.map { moment($0) + " · " } ?? "")\(MarkdownText.code(fact.source))\(language == .french ? " :" : ":") \(MarkdownText.code(fact.line))"
            }).joined(separator: "\n")
    }

    /// What stands where a step is not written yet.
    private func nothing(_ step: Int, _ incident: Incident) -> String {
        step == 3 && incident.state == .open
            ? say("*Still open.*", "*Encore ouvert.*") : say("*Nothing noted.*", "*Rien de noté.*")
    }

    private func after(_ duration: Duration) -> String {
        say(" (after \(duration.phrase.english))", " (après \(duration.phrase.french))")
    }

    /// `2026-11-24 03:12:05 UTC`
    private func moment(_ moment: Timestamp) -> String {
        let text = moment.rfc3339
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
    }

    private func say(_ english: String, _ french: String) -> String { language == .french ? french : english }
}
