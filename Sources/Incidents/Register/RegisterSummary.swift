package import Domain

/// The register for a person.
package struct RegisterSummary {
    package struct Figure: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    private let register: IncidentRegister
    private let language: Language

    package init(_ register: IncidentRegister, in language: Language) {
        self.register = register
        self.language = language
    }

    /// How many, and how long each step takes on average.
    package var figures: [Figure] {
        [
            Figure(name: say("Incidents", "Incidents"), value: "\(register.count)"),
            Figure(name: say("Open", "Ouverts"), value: "\(register.open)"),
            Figure(
                name: say("Noticed after, on average", "Remarqués après, en moyenne"),
                value: told(register.meanSecondsToDetect)),
            Figure(
                name: say("Explained after, on average", "Expliqués après, en moyenne"),
                value: told(register.meanSecondsToExplain)),
            Figure(
                name: say("Over after, on average", "Terminés après, en moyenne"),
                value: told(register.meanSecondsToRecover)),
        ]
    }

    /// The same on one line, to stand under a list.
    package var line: String {
        let means = [
            register.meanSecondsToDetect.map { say("noticed after \(told($0))", "remarqués après \(told($0))") },
            register.meanSecondsToExplain.map { say("explained after \(told($0))", "expliqués après \(told($0))") },
            register.meanSecondsToRecover.map { say("over after \(told($0))", "terminés après \(told($0))") },
        ].compactMap(\.self).joined(separator: ", ")
        let count =
            register.count == 1
            ? say("1 incident", "1 incident") : say("\(register.count) incidents", "\(register.count) incidents")
        let open =
            register.open == 1 ? say("1 open", "1 ouvert") : say("\(register.open) open", "\(register.open) ouverts")
        let back =
            register.returning.isEmpty
            ? ""
            : say(
                "; \(register.returning.count == 1 ? "one came back" : "\(register.returning.count) came back")",
                " ; \(register.returning.count == 1 ? "un est revenu" : "\(register.returning.count) sont revenus")")
        return "\(count), \(open)\(means.isEmpty ? "" : say("; on average ", " ; en moyenne ") + means)\(back)"
    }

    /// The causes, most frequent first, then what came back.
    package var lines: [String] {
        figures.map { "\($0.name)\(say(":", " :")) \($0.value)" }
            + (register.causes.isEmpty ? [] : ["", say("Causes", "Causes")])
            + register.causes.map { "  \($0.count)  \($0.cause.rawValue)  \($0.cause.title[language])" }
            + (register.returning.isEmpty ? [] : ["", say("What came back", "Ce qui est revenu")])
            + register.returning.map { back in
                "  \(back.times)  \(back.cause.rawValue)\(back.place.phrase.isEmpty ? "" : "  " + back.place.phrase[language].printableLine())  \(say("last", "dernier")) \(back.last)"
            }
    }

    private func told(_ seconds: Double?) -> String {
        seconds.map { Duration.milliseconds(Int64($0 * 1000)).phrase[language] } ?? "–"
    }

    private func say(_ english: String, _ french: String) -> String { language == .french ? french : english }
}
