import API
import ArgumentParser
import Domain

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Everything in one process: the API, the dashboard and scheduled collection.")

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let wiring = try Wiring(options)
        try await wiring.withDatabase(for: .writing) { try await $0.serve() }
    }
}
