import Analysis
import ArgumentParser
import Domain
import FoundationEssentials

struct AICheckCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "check",
            Phrase(
                "Checks texts against facts, as the texts of a language model are checked before they are shown.",
                fr: "Compare des textes à des faits, comme le sont ceux d’un modèle de langage avant d’être affichés."),
            discussion: Phrase(
                "Prints a JSON document for each text, on one line: accepted, and the reasons where not. Exits with 0 "
                    + "when all are accepted, else with 1.",
                fr:
                    "Affiche un document JSON par texte, sur une ligne\u{A0}: accepted, et reasons (les raisons) sinon. Se "
                    + "termine par 0 si tous sont acceptés, sinon par 1."))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .localized(
            "JSON lines: an object with facts, then one with lang and text for each text; - for standard input.",
            fr:
                "Lignes JSON\u{A0}: un objet avec facts, puis un avec lang et text par texte\u{A0}; - pour l’entrée "
                + "standard.",
            value: Phrase("file", fr: "fichier")))
    var file: String

    struct Verdict: Encodable {
        let accepted: Bool
        let reasons: [String]
    }

    func run() throws {
        var facts: TextFacts?
        var (checked, areAllAccepted) = (0, true)
        for (index, text) in try text().textLines().enumerated() where !text.allSatisfy(\.isWhitespace) {
            let line: CheckedLine
            do throws(CheckedLine.Fault) { line = try CheckedLine(String(text)) } catch {
                throw failure(index + 1, error)
            }
            facts = line.facts ?? facts
            guard let text = line.text, let language = line.language else { continue }
            guard let facts else {
                throw failure(
                    index + 1,
                    .init(
                        "facts",
                        Phrase(
                            "must stand in this line or in one before it",
                            fr: "doit figurer sur cette ligne ou sur une ligne précédente")))
            }
            let check = TextCheck(text, facts: facts, language: language)
            checked += 1
            areAllAccepted = areAllAccepted && check.isAccepted
            let reasons = check.reasons.map { RefusalWording.phrase($0)[options.language] }
            try StandardOutput.printLine(
                try JSONEncoder.compact.printableText(Verdict(accepted: check.isAccepted, reasons: reasons)))
        }
        guard checked > 0 else {
            throw CommandFailure(
                .badInput,
                Phrase(
                    "'\(file)' has no text to check", fr: "«\u{A0}\(file)\u{A0}» ne contient aucun texte à vérifier"),
                hint: Self.form)
        }
        if !areAllAccepted { throw ExitCode(1) }
    }

    private func failure(_ line: Int, _ fault: CheckedLine.Fault) -> CommandFailure {
        let place = Phrase("line \(line) of '\(file)'", fr: "ligne \(line) de «\u{A0}\(file)\u{A0}»")
        guard let member = fault.member else {
            return CommandFailure(.badInput, place + Phrase(" ", fr: " ") + fault.problem, hint: Self.form)
        }
        return CommandFailure(
            .badInput,
            place + Phrase(": \(member) ", fr: "\u{A0}: \(member) ") + fault.problem,
            hint: Phrase("correct \(member) in line \(line)", fr: "corrigez \(member) à la ligne \(line)"))
    }

    private static let form = Phrase(
        "begin with a line with facts (at least price and quote), then one with lang and text for each text",
        fr: "commencez par une ligne avec facts (au moins price et quote), puis une ligne avec lang et text par texte")

    private func text() throws -> String {
        try InputText.text(of: file) { problem in
            CommandFailure(
                .io, problem, hint: Phrase("name a readable file", fr: "indiquez un fichier lisible"))
        }
    }
}
