package import Domain

/// The register as text for a terminal.
package struct RegisterSummary {
    private let register: IncidentRegister
    private let language: Language

    package init(_ register: IncidentRegister, in language: Language) {
        self.register = register
        self.language = language
    }

    /// Counts and mean times: name and value.
    var rows: [(name: String, value: String)] {
        [
            (language.localized("Incidents", fr: "Incidents"), "\(register.count)"),
            (language.localized("Open", fr: "Ouverts"), "\(register.open)"),
            (
                language.localized("Mean time to detect", fr: "Délai moyen de détection"),
                duration(register.meanSecondsToDetect)
            ),
            (
                language.localized("Mean time to explain", fr: "Délai moyen d’explication"),
                duration(register.meanSecondsToExplain)
            ),
            (
                language.localized("Mean time to recover", fr: "Délai moyen de résolution"),
                duration(register.meanSecondsToRecover)
            ),
        ]
    }

    /// One line, to stand under a list.
    package var line: String {
        let count = Phrase(count: register.count, ("incident", "incidents"), fr: ("incident", "incidents"))
        let open = Phrase(
            "\(register.open) open", fr: "dont \(register.open) \(register.open < 2 ? "ouvert" : "ouverts")")
        let means = [
            register.meanSecondsToDetect.map {
                language.localized("to detect \(duration($0))", fr: "de détection \(duration($0))")
            },
            register.meanSecondsToExplain.map {
                language.localized("to explain \(duration($0))", fr: "d’explication \(duration($0))")
            },
            register.meanSecondsToRecover.map {
                language.localized("to recover \(duration($0))", fr: "de résolution \(duration($0))")
            },
        ].compactMap(\.self).joined(separator: ", ")
        let recurring =
            register.returning.isEmpty
            ? ""
            : separator
                + Phrase(count: register.returning.count, ("recurring", "recurring"), fr: ("récurrent", "récurrents"))[
                    language]
        return "\(count[language]), \(open[language])"
            + (means.isEmpty ? "" : separator + language.localized("mean time ", fr: "délai moyen ") + means)
            + recurring
    }

    /// Counts and mean times, then the causes, most frequent first, then what recurs.
    package var lines: [String] {
        rows.map { "\($0.name)\(language.localized(":", fr: "\u{A0}:")) \($0.value)" }
            + (register.causes.isEmpty ? [] : ["", language.localized("Causes", fr: "Causes")])
            + register.causes.map { "  \($0.count)  \($0.cause.rawValue)  \($0.cause.title[language])" }
            + (register.returning.isEmpty ? [] : ["", language.localized("Recurring", fr: "Récurrents")])
            + register.returning.map { recurring in
                let place = recurring.place.phrase[language].printableLine()
                return "  \(recurring.times)  \(recurring.cause.rawValue)\(place.isEmpty ? "" : "  " + place)  "
                    + language.localized(
                        "last on \(recurring.last.phrase.english)", fr: "dernier le \(recurring.last.phrase.french)")
            }
    }

    private var separator: String { language.localized("; ", fr: "\u{A0}; ") }

    private func duration(_ seconds: Double?) -> String {
        seconds.map { Duration(clampedSeconds: $0).phrase[language] } ?? "–"
    }
}
