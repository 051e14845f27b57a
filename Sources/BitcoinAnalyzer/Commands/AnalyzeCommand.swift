import API
import ArgumentParser
import Domain

struct AnalyzeCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "analyze",
            Phrase(
                "Prints the market analysis, computed from the stored candles, with a chart of the last hours.",
                fr:
                    "Affiche l’analyse du marché, calculée à partir des chandeliers enregistrés, avec un graphique des "
                    + "dernières heures."))
    }

    @OptionGroup var options: CommonOptions

    @Option(
        name: .long,
        help: .localized(
            "Hours of the chart and of its change, low and high: 2 to 720.",
            fr: "Heures du graphique, et de sa variation, de son plus bas et de son plus haut\u{A0}: de 2 à 720.",
            value: Phrase("hours", fr: "heures")))
    var hours = 24

    func validate() throws {
        guard (2...720).contains(hours) else {
            throw ValidationError.outOfRange("--hours", 2...720, got: Double(hours))
        }
    }

    /// The analysis, and what the hours of the chart were like.
    struct Report: Encodable {
        let analysis: AnalysisResponse
        let window: AnalysisWindow

        private enum Keys: String, CodingKey { case window }

        /// The fields of the API's analysis, and `window`.
        func encode(to encoder: any Encoder) throws {
            try analysis.encode(to: encoder)
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(window, forKey: .window)
        }
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let (language, hours) = (options.language, hours)
        let (analysis, candles) = try await wiring.withDatabase(for: .reading) { open in
            let reader = open.reader()
            do {
                let analysis = try await reader.analysis(in: language)
                let start = analysis.asOf - .hours(Int64(hours)) - AnalysisChart.reach
                let page = try await reader.candles(
                    CandleQuery(
                        from: start, to: analysis.asOf, limit: hours + Int(AnalysisChart.reach / .hours(1))))
                return (
                    analysis,
                    page.candles.filter { $0.quote == analysis.facts.quote && $0.closed && $0.doubtful != true }
                )
            } catch let failure as ReadModelFailure {
                throw CommandFailure(reading: failure)
            }
        }
        let chart = AnalysisChart(analysis, candles: candles.reversed(), hours: hours, language)
        try Output(options: options).write(Report(analysis: analysis, window: chart.window)) { language in
            (analysis.simulated ? [language.localized("(simulated data)", fr: "(données simulées)")] : [])
                // The analysis is of 24 hours; of another window, its own text follows.
                + [analysis.text, ""] + (hours == 24 ? [] : [chart.window.text, ""]) + chart.lines(language)
                + AnalysisLines.lines(analysis, language)
        }
    }
}

extension CommandFailure {
    init(reading failure: ReadModelFailure) {
        switch failure {
        case .empty(let what):
            let nouns = ["analysis": "analyse", "price": "cours", "news": "actualité", "candles": "chandeliers"]
            self.init(
                .unavailable,
                Phrase("no \(what) yet", fr: "aucune donnée pour l’instant (\(nouns[what] ?? what))"),
                hint: Phrase("run bitcoin-analyzer collect first", fr: "lancez d’abord bitcoin-analyzer collect"))
        case .unavailable(let detail, _):
            self.init(
                .unavailable,
                Phrase("the stored data cannot be read", fr: "les données enregistrées ne peuvent pas être lues"),
                hint: Phrase(
                    "run bitcoin-analyzer doctor to check the database",
                    fr: "lancez bitcoin-analyzer doctor pour vérifier la base de données"), detail: detail)
        }
    }
}
