import ArgumentParser
import Domain
import Storage

struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "The last collection runs, newest first, with each source's part in them.")

    @OptionGroup var options: CommonOptions

    @Option(name: .long, help: "How many, 1 to 1000.")
    var limit = 10

    func validate() throws {
        guard (1...1000).contains(limit) else {
            throw ValidationError("--limit is \(limit), and must be from 1 to 1000")
        }
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let runs = try await wiring.withDatabase(for: .reading) {
            try await $0.database.runs.runs(before: nil, limit: limit)
        }
        try Output(options: options).write(runs) { language in
            runs.isEmpty
                ? [
                    language.localized(
                        "no run yet: bitcoin-analyzer collect", fr: "aucune collecte : bitcoin-analyzer collect")
                ] : runs.flatMap { $0.lines(language) }
        }
    }
}
