import API
import ArgumentParser
import Domain

struct AnalyzeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze", abstract: "The market analysis, now, from the candles that are kept.")

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
            self.init(.unavailable, "there is no \(what) yet", hint: "run bitcoin-analyzer collect first")
        case .unavailable(let detail):
            self.init(.unavailable, detail, hint: "run bitcoin-analyzer migrate to see what the database says")
        }
    }
}
