import API
import ArgumentParser
import Domain
import Health
import Storage

struct APICommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "api",
            Phrase(
                "Runs the API only. Another process must collect into the same database.",
                fr: "Lance l’API seule. Un autre processus doit collecter dans la même base de données."))
    }

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let wiring = try Wiring(options)
        wiring.connections.takeReserve()
        try await wiring.withDatabase(for: .serving) { open in
            let version = DataVersion()
            let reporting = wiring.reporting(listeners: 1)
            let (requests, events) = (RequestMetrics(), open.eventStreams())
            try await runServices(
                [
                    DataVersionFollower(
                        version: version, changes: open.database.changes, events: open.eventPublisher(to: events),
                        runs: open.database.runs,
                        journal: wiring.journal, outbox: wiring.incidentOutbox),
                    open.api(version: version, events: events, requests: requests) { reporting.listens(at: $0) },
                    ServiceProcessRecord(.api, wiring),
                    reporting,
                    wiring.incidentDelivery(to: open.database),
                    wiring.notificationDelivery(of: open.incidents, open.database),
                    open.dailySummary,
                    open.databaseWatch,
                    open.rateWatch,
                    open.incidentWatch(as: "api", failedRequests: { requests.failures }),
                ], logger: wiring.logger)
        }
    }
}
