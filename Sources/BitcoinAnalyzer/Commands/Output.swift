import Domain
import FoundationEssentials
import Incidents

/// A command's output on stdout: one JSON document, or human-readable lines.
struct Output {
    let options: CommonOptions

    /// Writes `value` as JSON where requested, else the lines.
    /// - Throws: ``CommandFailure`` (74) when stdout cannot be written; encoding errors.
    func write<T: Encodable>(_ value: T, _ lines: (Language) -> [String]) throws {
        if options.json {
            try StandardOutput.printLine(try JSONEncoder.pretty.printableText(value))
        } else {
            try StandardOutput.write(lines(options.language).map { Self.printable($0) + "\n" }.joined())
        }
    }

    /// The line without what a terminal would obey, whatever it quotes; a colored mark of ours at its start is kept.
    static func printable(_ line: String) -> String {
        let mark = line.prefixMatch(of: /\u{1B}\[[0-9]{1,2}m.\u{1B}\[0m/)?.range.upperBound ?? line.startIndex
        return line[..<mark] + line[mark...].printableLines()
    }
}

extension Run {
    /// One line for the run, and one for each source.
    func lines(_ language: Language) -> [String] {
        let words: [RunOutcome: (String, String)] = [
            .ok: ("ok", "réussie"),
            .degraded: degraded,
            .failed: (
                "failed: no source returned \(failedParts.english)",
                "échouée\u{A0}: aucune source n’a fourni \(failedParts.french)"
            ),
            .running: ("running", "en cours"),
            .abandoned: ("abandoned", "abandonnée"),
        ]
        let word = words[outcome] ?? (outcome.rawValue, outcome.rawValue)
        return ["\(id)  \(command)  \(language.localized(word.0, fr: word.1))"]
            + sources.map { report in
                var text = report.resultPhrase
                if let error = report.error {
                    text = error.line + Phrase("; ", fr: "\u{A0}; ") + error.displayHint
                    if report.rejected > 0 { text = text + Phrase(verbatim: ", ") + report.rejectedPhrase }
                } else if report.outcome == .notDue {
                    text = text + Phrase(" (--force asks it now)", fr: " (--force l’interroge maintenant)")
                }
                return "  \(report.source)  " + text[language]
            }
    }

    /// Another source is used only where there is one that gave something of the same kind.
    private var degraded: (String, String) {
        let failed = Set(sources.filter { $0.error != nil }.map(\.part))
        let isReplaced = sources.contains { $0.error == nil && failed.contains($0.part) }
        return isReplaced
            ? (
                "degraded: a source failed, another one was used instead",
                "dégradée\u{A0}: une source a échoué, une autre a pris le relais"
            )
            : (
                "degraded: a source failed for a part of the data",
                "dégradée\u{A0}: une source a échoué pour une partie des données"
            )
    }

    /// The parts that no source gave, for a sentence.
    private var failedParts: Phrase {
        let parts: [(part: SourceReport.Part, name: Phrase)] = [
            (.prices, Phrase("prices", fr: "les cours")), (.news, Phrase("news", fr: "l’actualité")),
        ]
        let failed = parts.filter { part, _ in
            let reports = sources.filter { $0.part == part }
            return !reports.isEmpty && reports.allSatisfy { $0.error != nil }
        }
        // Of a part that was given incompletely nothing shows here which one it is.
        return failed.count == 1
            ? failed[0].name : Phrase("prices or news", fr: "les cours ou l’actualité")
    }

    /// - Parameter runLimit: `COLLECT_TIMEOUT`.
    /// - Throws: ``CommandFailure`` (75) when no source returned prices, or none returned news.
    func requireNoFailedPart(runLimit: Duration) throws {
        guard outcome == .failed else { return }
        let failures = sources.compactMap { report in
            report.error.map { Phrase("\(report.source): ", fr: "\(report.source)\u{A0}: ") + $0.displayMessage }
        }
        let list = failures.dropFirst().reduce(failures.first ?? .empty) { $0 + Phrase("; ", fr: "\u{A0}; ") + $1 }
        // Without one, the sources responded, and have not all that was asked for.
        let reason =
            failures.isEmpty
            ? Phrase(
                "some candles are still missing, although no source failed",
                fr: "des chandeliers manquent encore, bien qu’aucune source n’ait échoué")
            : Phrase(
                "no source returned \(failedParts.english) (", fr: "aucune source n’a fourni \(failedParts.french) (")
                + list + Phrase(verbatim: ")")
        var failure = CommandFailure(
            .temporary, reason,
            hint: Phrase(
                "run it again later; bitcoin-analyzer runs shows each source",
                fr: "relancez la commande plus tard\u{A0}; bitcoin-analyzer runs montre chaque source"))
        failure.isReported = true
        // Several causes at once are left to the watch.
        let causes = Explainer().explain(
            Observation(
                past: finished ?? started, host: host, runs: [self], recorded: [], lines: [],
                runLimit: runLimit)
        ).causes
        failure.cause = causes.count == 1 ? causes[0] : nil
        throw failure
    }
}
