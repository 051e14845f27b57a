import Analysis
import ArgumentParser
import Domain
import FoundationEssentials

struct MoodCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "mood",
            Phrase(
                "Reads headlines, one a line, and shows the mood of each with the words it rests on.",
                fr: "Lit des titres, un par ligne, et affiche la tonalité de chacun avec les mots qui la fondent."))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .localized(
            "File with a headline on each line; - or nothing for standard input.",
            fr: "Fichier avec un titre par ligne\u{A0}; - ou rien pour l’entrée standard.",
            value: Phrase("file", fr: "fichier")))
    var file = "-"

    @Option(
        name: .customLong("headlines"),
        help: .localized(
            "Language of the headlines: en or fr; if omitted, recognised for each.",
            fr: "Langue des titres\u{A0}: en ou fr\u{A0}; si omise, reconnue pour chacun.",
            value: Phrase("language", fr: "langue")))
    var headlineLanguage: String?

    struct Line: Encodable {
        struct Word: Encodable {
            let text: String
            let weight: Double
        }

        let headline: String
        let language: Language
        let sentiment: Double
        let tone: String
        let words: [Word]
        let kinds: [String]

        init(_ headline: String, _ language: Language) {
            let mood = MoodModel.mood(of: headline, in: language)
            self.headline = headline
            self.language = language
            sentiment = mood.value
            tone = mood.tone.rawValue
            words = mood.reasons.map { Word(text: $0.text, weight: $0.weight) }
            kinds = NewsEvent.allCases.filter(mood.events.contains).map(\.rawValue)
        }
    }

    func validate() throws {
        if let headlineLanguage, Language(rawValue: headlineLanguage) == nil {
            throw ValidationError.notOneOf("--headlines", Language.allCases.map(\.rawValue), got: headlineLanguage)
        }
    }

    func run() throws {
        let language = headlineLanguage.flatMap(Language.init(rawValue:))
        let headlines = try text().textLines().filter { $0.contains { !$0.isWhitespace } }
        let lines = headlines.map { Line(String($0), language ?? MoodModel.language(of: String($0))) }
        try Output(options: options).write(lines) { _ in
            lines.map { line in
                let words = line.words.map { "\($0.text) \($0.weight)" }.joined(separator: ", ")
                return "\(line.sentiment)  \(line.headline)\(words.isEmpty ? "" : "  (\(words))")"
            }
        }
    }

    private func text() throws -> String {
        try InputText.text(of: file) { problem in
            CommandFailure(
                .badInput, problem,
                hint: Phrase(
                    "name a readable file with one headline a line",
                    fr: "indiquez un fichier lisible avec un titre par ligne"))
        }
    }
}
