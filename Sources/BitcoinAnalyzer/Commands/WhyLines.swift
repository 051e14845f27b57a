import Domain
import Health
import Incidents

/// An explanation for a person: the root first, then what shows of it, what was ruled out, what is still open.
struct WhyLines {
    let lines: [String]

    init(_ explanation: Explanation, _ language: Language) {
        var lines = [Self.verdict(explanation, language)]
        lines += explanation.roots.flatMap { Self.root($0, language) }
        if !explanation.roots.isEmpty || explanation.isUnexplained {
            lines += Self.section(
                language.localized("How it shows", fr: "Ce qu'on en voit"),
                explanation.steps.flatMap { step in
                    [step.what[language]] + step.evidence.prefix(3).map { "  " + $0.printableLine }
                })
        }
        lines += Self.section(
            language.localized("What follows from it", fr: "Ce qui en découle"),
            explanation.consequences.map {
                "\($0.finding.cause.title[language]) (\($0.finding.cause.rawValue)) ← \($0.root.cause.rawValue)"
            })
        lines += Self.section(
            language.localized("Wrong too, and not the reason", fr: "Autres problèmes, sans rapport"),
            explanation.others.map {
                "\($0.cause.title[language]) (\($0.cause.rawValue)): \($0.sign.summary[language])"
            })
        lines += Self.section(
            language.localized("Not certain", fr: "Pas certain"), explanation.remaining.map { Self.open($0, language) })
        if !explanation.isWell {
            lines += Self.section(
                language.localized("Ruled out", fr: "Écarté"),
                explanation.ruledOut.map { "\($0.what[language]): \($0.because[language])" })
        }
        self.lines = lines
    }

    private static func verdict(_ explanation: Explanation, _ language: Language) -> String {
        let about = explanation.symptom.map { " (\($0.title[language]))" } ?? ""
        if explanation.isWell {
            return "✓ " + language.localized("Nothing is wrong\(about).", fr: "Tout va bien\(about).")
        }
        if explanation.roots.isEmpty {
            return "✗ "
                + language.localized(
                    "Something is wrong\(about), and the evidence does not single out a cause. What remains, and what to look at next, stands below.",
                    fr:
                        "Quelque chose ne va pas\(about), et les preuves ne désignent pas une cause. Ce qui reste, et que regarder ensuite, figure plus bas."
                )
        }
        let names = explanation.roots.map(\.cause.rawValue).joined(separator: ", ")
        return "✗ " + language.localized("The root cause\(about): \(names)", fr: "La cause première\(about) : \(names)")
    }

    private static func root(_ finding: Explanation.Finding, _ language: Language) -> [String] {
        let affected = finding.sign.place.phrase[language]
        let place = affected.isEmpty ? "" : " (\(affected))"
        var lines = ["", "  \(finding.cause.title[language])\(place)", "    \(finding.sign.summary[language])"]
        if let since = finding.sign.since { lines.append("    \(language.localized("since", fr: "depuis")) \(since)") }
        lines += finding.sign.evidence.map { "    \(language.localized("seen", fr: "constaté")): \($0.printableLine)" }
        let entry = Catalogue.entry(finding.cause)
        if let repair = entry?.repair {
            lines.append("    \(language.localized("by itself", fr: "de lui-même")): \(repair[language])")
        }
        lines.append(
            "    \(language.localized("to mend it", fr: "pour réparer")): \(finding.sign.remedy ?? entry?.instruction()[language] ?? "bitcoin-analyzer doctor")"
        )
        return lines
    }

    private static func open(_ finding: Explanation.Finding, _ language: Language) -> String {
        let next = finding.sign.remedy ?? Catalogue.entry(finding.cause)?.command
        return "\(finding.cause.title[language]) (\(finding.cause.rawValue)): \(finding.sign.summary[language])"
            + (next.map { language.localized("; look at: \($0)", fr: " ; à regarder : \($0)") } ?? "")
    }

    private static func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", "  " + title] + lines.map { "    " + $0 }
    }
}

/// An explanation as JSON. Texts are in the language asked for; everything else is the same in all of them.
struct WhyDocument: Encodable {
    struct Found: Encodable {
        let cause: Cause
        let title, summary: String
        let host, unit, subject: String?
        let since: Timestamp?
        let evidence: [Evidence]
        let remedy: String?
        /// The root that it follows from.
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

    init(_ explanation: Explanation, _ language: Language) {
        func found(_ finding: Explanation.Finding, from root: Cause? = nil) -> Found {
            let (sign, entry) = (finding.sign, Catalogue.entry(finding.cause))
            return Found(
                cause: finding.cause, title: finding.cause.title[language], summary: sign.summary[language],
                host: sign.place.host, unit: sign.place.unit,
                subject: sign.place.subject, since: sign.since, evidence: sign.evidence,
                remedy: sign.remedy ?? entry?.instruction()[language], follows_from: root)
        }
        healthy = explanation.isWell
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
    }
}
