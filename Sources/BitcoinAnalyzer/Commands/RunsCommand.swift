import ArgumentParser
import Collection
import Domain
import Health
import Storage

struct RunsCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "runs",
            Phrase(
                "Lists the latest collection runs, newest first, with the result of each source.",
                fr:
                    "Affiche les dernières collectes, de la plus récente à la plus ancienne, avec le résultat de "
                    + "chaque source."))
    }

    @OptionGroup var options: CommonOptions

    @Option(
        name: .long,
        help: .localized(
            "Number of runs, 1 to 1000.",
            fr: "Nombre de collectes, de 1 à 1\u{202F}000.", value: Phrase("limit", fr: "nombre")))
    var limit = 10

    func validate() throws {
        guard (1...1000).contains(limit) else {
            throw ValidationError.outOfRange("--limit", 1...1000, got: Double(limit))
        }
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let runs = try await wiring.withDatabase(for: .reading) {
            let lease = try await $0.database.leases.holder(of: Collector.lease).map {
                CollectionLease(holder: $0, isGone: wiring.isGone($0))
            }
            return try await $0.database.runs.runs(before: nil, limit: limit).map { $0.asSeen(with: lease) }
        }
        try Output(options: options).write(runs) { language in
            runs.isEmpty
                ? [
                    language.localized(
                        "no runs yet; start one with bitcoin-analyzer collect",
                        fr: "aucune collecte\u{A0}; lancez bitcoin-analyzer collect")
                ] : runs.flatMap { $0.lines(language) }
        }
    }
}
