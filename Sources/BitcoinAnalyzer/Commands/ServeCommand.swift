import API
import ArgumentParser
import Domain

struct ServeCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "serve",
            Phrase(
                "Runs everything in one process: API, dashboard, scheduled collection and monitoring.",
                fr: "Lance tout dans un seul processus\u{A0}: API, tableau de bord, collecte planifiée et surveillance."
            ))
    }

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let wiring = try Wiring(options)
        wiring.connections.takeReserve()
        try await wiring.withDatabase(for: .writing) { try await $0.serve() }
    }
}
