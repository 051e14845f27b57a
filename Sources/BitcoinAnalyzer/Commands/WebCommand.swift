import API
import ArgumentParser
import Domain
import Health
import Outbound

struct WebCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "web",
            Phrase(
                "Runs the dashboard only. It reads from the API at API_BASE_URL and needs no database.",
                fr: "Lance le tableau de bord seul. Il lit l’API à l’adresse API_BASE_URL et n’a pas besoin de base de "
                    + "données."))
    }

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let wiring = try Wiring(options)
        wiring.connections.takeReserve()
        do {
            let requests = RequestMetrics()
            let router = webRouter(
                try wiring.remoteDashboard(), requests: requests, connections: wiring.connections,
                operations: wiring.operations, simulated: false,
                checks: { [await wiring.apiCheck()] })
            let reporting = wiring.reporting(listeners: 1)
            try await runServices(
                [
                    ListenerService(
                        "web", router: router, at: wiring.settings.web, sockets: wiring.sockets,
                        register: wiring.connections, requests: requests, logger: wiring.requestLogger
                    ) { reporting.listens(at: $0) },
                    ServiceProcessRecord(.web, wiring),
                    reporting,
                ], logger: wiring.logger)
        } catch {
            await wiring.client.shutdown()
            throw error
        }
        await wiring.client.shutdown()
    }
}
