import ArgumentParser
import Domain
import Outbound

struct WebCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "web", abstract: "The dashboard alone; it reads from the API at API_BASE_URL and needs no database.")

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let wiring = try Wiring(options)
        do {
            let router = webRouter(try wiring.remoteDashboard(), simulated: false)
            try await runServices([Listening("web", router: router, at: wiring.settings.web, logger: wiring.logger)], logger: wiring.logger)
        } catch {
            await wiring.client.shutdown()
            throw error
        }
        await wiring.client.shutdown()
    }
}
