import Deployment
import Domain
import Health
import Incidents

/// An explanation for a person: the root causes first, then how they show, what was ruled out, and what is uncertain.
struct WhyLines {
    let lines: [String]

    /// - Parameter release: the live release; `nil` where none was deployed.
    init(_ explanation: Explanation, _ language: Language, release: ReleaseRecord? = nil) {
        var lines = [Self.verdict(explanation, language)]
        lines += explanation.roots.flatMap { Self.root($0, language, release) }
        if !explanation.roots.isEmpty || explanation.isUnexplained {
            lines += Self.section(
                language.localized("Symptoms", fr: "Symptômes"),
                explanation.steps.flatMap { step in
                    [step.what[language]] + step.evidence.prefix(3).map { "  " + $0.printableLine }
                })
        }
        lines += Self.section(
            language.localized("Consequences", fr: "Conséquences"),
            explanation.consequences.map {
                "\($0.finding.cause.title[language]) (\($0.finding.cause.rawValue)) ← \($0.root.cause.rawValue)"
            })
        lines += Self.section(
            language.localized("Also failing, unrelated", fr: "Autres problèmes, sans rapport"),
            explanation.others.map {
                Self.named($0.cause, $0.sign.summary, language)
            })
        lines += Self.section(
            language.localized("Possible causes, not confirmed", fr: "Causes possibles, non confirmées"),
            explanation.remaining.map { Self.possible($0, language) })
        lines += Self.section(
            language.localized("Not checked", fr: "Non vérifié"),
            explanation.notChecked.map {
                $0.check.title[language] + language.localized(": ", fr: "\u{A0}: ") + $0.summary[language]
            })
        if !explanation.isHealthy {
            lines += Self.section(
                language.localized("Ruled out", fr: "Causes écartées"),
                explanation.ruledOut.map { ($0.what + Phrase(": ", fr: "\u{A0}: ") + $0.because)[language] })
        }
        self.lines = lines
    }

    private static func verdict(_ explanation: Explanation, _ language: Language) -> String {
        let about = explanation.symptom.map { " (\($0.title[language]))" } ?? ""
        if explanation.isHealthy {
            return "✓ " + language.localized("Nothing is wrong\(about).", fr: "Rien d’anormal\(about).")
        }
        if explanation.roots.isEmpty, !explanation.isUnexplained {
            return "✗ "
                + language.localized(
                    "No problem found\(about), but not everything could be checked.",
                    fr: "Aucun problème trouvé\(about), mais tout n’a pas pu être vérifié.")
        }
        if explanation.roots.isEmpty {
            return "✗ "
                + language.localized(
                    "Something is wrong\(about), but the evidence does not identify the cause. Possible causes and "
                        + "what to check next are listed below.",
                    fr:
                        "Quelque chose ne va pas\(about), mais la cause n’est pas identifiée. Les causes possibles et "
                        + "ce qu’il faut vérifier figurent ci-dessous."
                )
        }
        let names = explanation.causes.map(\.rawValue).joined(separator: ", ")
        return "✗ "
            + (explanation.causes.count == 1
                ? language.localized("Root cause\(about): \(names)", fr: "Cause première\(about)\u{A0}: \(names)")
                : language.localized("Root causes\(about): \(names)", fr: "Causes premières\(about)\u{A0}: \(names)"))
    }

    private static func root(_ finding: Explanation.Finding, _ language: Language, _ release: ReleaseRecord?)
        -> [String]
    {
        let affected = finding.sign.place.phrase[language]
        let place = affected.isEmpty ? "" : " (\(affected))"
        var lines = ["", "  \(finding.cause.title[language])\(place)", "    \(finding.sign.summary[language])"]
        if let since = finding.sign.since {
            lines.append("    " + language.localized("Since: \(since)", fr: "Depuis\u{A0}: \(since)"))
            if let release = release?.beginning(of: since) { lines.append("    " + release[language]) }
        }
        lines += finding.sign.evidence.map {
            "    " + language.localized("Evidence: \($0.printableLine)", fr: "Constaté\u{A0}: \($0.printableLine)")
        }
        let entry = Catalogue.entry(finding.cause)
        if let repair = entry?.repair(at: finding.sign.severity) {
            lines.append(
                "    " + language.localized("Automatic recovery: ", fr: "Reprise automatique\u{A0}: ")
                    + repair[language])
        }
        lines.append(
            "    " + language.localized("Fix: ", fr: "Correction\u{A0}: ")
                + (finding.sign.remedy ?? entry?.instruction(at: finding.sign.severity)[language]
                    ?? "bitcoin-analyzer doctor")
        )
        return lines
    }

    private static func possible(_ finding: Explanation.Finding, _ language: Language) -> String {
        let next = finding.sign.remedy ?? Catalogue.entry(finding.cause)?.command
        return named(finding.cause, finding.sign.summary, language)
            + (next.map { language.localized("; check: \($0)", fr: "\u{A0}; à vérifier\u{A0}: \($0)") } ?? "")
    }

    private static func named(_ cause: Cause, _ summary: Phrase, _ language: Language) -> String {
        (cause.title + Phrase(" (\(cause.rawValue)): ", fr: " (\(cause.rawValue))\u{A0}: ") + summary)[language]
    }

    private static func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", "  " + title] + lines.map { "    " + $0 }
    }
}

/// An explanation as JSON. Texts are in the requested language; everything else is the same in all of them.
struct WhyDocument: Encodable {
    struct Found: Encodable {
        let cause: Cause
        let title, summary: String
        let host, unit, subject: String?
        let since: Timestamp?
        let evidence: [Evidence]
        let remedy: String?
        /// The root cause.
        let follows_from: Cause?
    }

    struct Step: Encodable {
        let what: String
        let evidence: [Evidence]
    }

    struct RuledOut: Encodable {
        let what, because: String
        let evidence: [Evidence]
    }

    let healthy: Bool
    let time: Timestamp
    let host: String
    let symptom: Symptom?
    let unexplained: Bool
    let roots, consequences, others, remaining: [Found]
    let steps: [Step]
    let ruled_out: [RuledOut]
    /// Checks that whatever they ask did not respond to.
    let not_checked: [Step]

    init(_ explanation: Explanation, _ language: Language) {
        func found(_ finding: Explanation.Finding, from root: Cause? = nil) -> Found {
            let (sign, entry) = (finding.sign, Catalogue.entry(finding.cause))
            return Found(
                cause: finding.cause, title: finding.cause.title[language], summary: sign.summary[language],
                host: sign.place.host, unit: sign.place.unit,
                subject: sign.place.subject, since: sign.since, evidence: sign.evidence,
                remedy: sign.remedy ?? entry?.instruction(at: sign.severity)[language], follows_from: root)
        }
        healthy = explanation.isHealthy
        time = explanation.moment
        host = explanation.host
        symptom = explanation.symptom
        unexplained = explanation.isUnexplained
        roots = explanation.roots.map { found($0) }
        consequences = explanation.consequences.map { found($0.finding, from: $0.root.cause) }
        others = explanation.others.map { found($0) }
        remaining = explanation.remaining.map { found($0) }
        steps = explanation.steps.map { Step(what: $0.what[language], evidence: $0.evidence) }
        ruled_out = explanation.ruledOut.map {
            RuledOut(what: $0.what[language], because: $0.because[language], evidence: $0.evidence)
        }
        not_checked = explanation.notChecked.map {
            Step(
                what: $0.check.title[language] + language.localized(": ", fr: "\u{A0}: ") + $0.summary[language],
                evidence: $0.evidence)
        }
    }
}
