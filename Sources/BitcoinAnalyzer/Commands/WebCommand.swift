import API
import ArgumentParser
import Domain
import Outbound

struct WebCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "web",
        abstract: "The dashboard alone; it reads from the API at API_BASE_URL and needs no database.")

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let wiring = try Wiring(options)
        do {
            let router = webRouter(
                try wiring.remoteDashboard(), requests: RequestMetrics(), simulated: false,
                checks: { [await wiring.apiCheck()] })
            let reporting = wiring.reporting(listeners: 1)
            try await runServices(
                [
                    ListenerService(
                        "web", router: router, at: wiring.settings.web, sockets: wiring.sockets, logger: wiring.logger
                    ) { reporting.listens(at: $0) },
                    reporting,
                ], logger: wiring.logger)
        } catch {
            await wiring.client.shutdown()
            throw error
        }
        await wiring.client.shutdown()
    }
}
