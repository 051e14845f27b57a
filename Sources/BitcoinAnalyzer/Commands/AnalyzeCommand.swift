import API
import ArgumentParser
import Domain

struct AnalyzeCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "analyze",
            Phrase(
                "Prints the market analysis, computed from the stored candles.",
                fr: "Affiche l’analyse du marché, calculée à partir des chandeliers enregistrés."))
    }

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let wiring = try Wiring(options)
        let language = options.language
        let analysis = try await wiring.withDatabase(for: .reading) { open in
            do {
                return try await open.reader().analysis(in: language)
            } catch let failure as ReadModelFailure {
                throw CommandFailure(reading: failure)
            }
        }
        try Output(options: options).write(analysis) { _ in
            (analysis.simulated ? [language.localized("(simulated data)", fr: "(données simulées)")] : []) + [
                analysis.text
            ]
        }
    }
}

extension CommandFailure {
    init(reading failure: ReadModelFailure) {
        switch failure {
        case .empty(let what):
            self.init(
                .unavailable, Phrase("no \(what) yet", fr: "aucune donnée pour l’instant (\(what))"),
                hint: Phrase("run bitcoin-analyzer collect first", fr: "lancez d’abord bitcoin-analyzer collect"))
        case .unavailable(let detail, _):
            self.init(
                .unavailable, Phrase(verbatim: detail),
                hint: Phrase(
                    "run bitcoin-analyzer doctor to check the database",
                    fr: "lancez bitcoin-analyzer doctor pour vérifier la base de données"))
        }
    }
}
