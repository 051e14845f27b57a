import Domain
import FoundationEssentials
import Health

/// What a command gives on stdout: one JSON document, or lines for a person.
struct Output {
    let options: CommonOptions

    /// - Throws: what encoding throws.
    func write<T: Encodable>(_ value: T, _ lines: (Language) -> [String]) throws {
        if options.json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(value), as: UTF8.self))
        } else {
            for line in lines(options.language) { print(line) }
        }
    }
}

extension Run {
    /// The run and its sources, a line each.
    func lines(_ language: Language) -> [String] {
        let words: [RunOutcome: (String, String)] = [
            .ok: ("ok", "réussi"),
            .degraded: (
                "degraded: every part was served, though a source failed",
                "dégradé : tout est servi, mais une source a échoué"
            ),
            .failed: ("failed: some part got nothing", "échoué : une partie n'a rien reçu"),
            .running: ("running", "en cours"),
            .abandoned: ("abandoned", "abandonné"),
        ]
        let word = words[outcome] ?? (outcome.rawValue, outcome.rawValue)
        return ["\(id)  \(command)  \(language.localized(word.0, fr: word.1))"]
            + sources.map { report in
                if let error = report.error {
                    let (message, hint) = (error.displayMessage[language], error.displayHint[language])
                    return "  \(report.source)  \(error.kind.rawValue): "
                        + language.localized("\(message); \(hint)", fr: "\(message) ; \(hint)")
                }
                return language.localized(
                    "  \(report.source)  \(report.new) new, \(report.updated) updated, \(report.unchanged) unchanged",
                    fr:
                        "  \(report.source)  \(report.new) nouveaux, \(report.updated) mis à jour, \(report.unchanged) inchangés"
                )
            }
    }

    /// - Throws: ``CommandFailure`` (75) when some part got nothing.
    func requireNoFailedPart() throws {
        guard outcome == .failed else { return }
        let failures = sources.compactMap { report in report.error.map { "\(report.source): \($0.message)" } }.joined(
            separator: "; ")
        var failure = CommandFailure(
            .temporary, "some part got nothing (\(failures))",
            hint: "run it again later; bitcoin-analyzer runs shows each source")
        failure.isReported = true
        // Several troubles at once have no one cause.
        let kinds = Set(sources.compactMap(\.error?.kind))
        failure.cause = kinds.count == 1 ? kinds.first.map { Cause($0) } : nil
        throw failure
    }
}
