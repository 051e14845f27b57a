import API
import ArgumentParser
import Domain
import Health
import Storage

struct PreflightCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "preflight",
            Phrase(
                "Serves the API and the dashboard beside the installed service, and changes nothing: for a trial before "
                    + "an upgrade.",
                fr: "Sert l’API et le tableau de bord à côté du service installé, sans rien modifier\u{A0}: pour un "
                    + "essai avant une mise à niveau."),
            discussion: Phrase(
                "deploy runs it on free ports and compares its responses with those of the installed release. It ends "
                    + "with 78 where a setting is unknown or the schema of the database is not its own.",
                fr:
                    "deploy la lance sur des ports libres et compare ses réponses à celles de la version installée. Elle "
                    + "se termine avec 78 si un réglage est inconnu ou si le schéma de la base n’est pas le sien."))
    }

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let wiring = try Wiring(options)
        try await wiring.withDatabase(for: .reading) { open in
            let version = DataVersion()
            let (requests, events) = (RequestMetrics(), open.eventStreams())
            let pages = RequestMetrics()
            let router = webRouter(
                try wiring.remoteDashboard(), requests: pages, connections: wiring.connections,
                operations: wiring.operations, simulated: open.simulated, checks: { [await wiring.apiCheck()] })
            // No watch, no incidents, no notifications: whatever it finds is the installed service's to record.
            try await runServices(
                [
                    DataVersionFollower(
                        version: version, changes: open.database.changes, events: open.eventPublisher(to: events),
                        runs: open.database.runs, journal: wiring.journal, outbox: wiring.incidentOutbox),
                    open.api(version: version, events: events, requests: requests),
                    ListenerService(
                        "web", router: router, at: wiring.settings.web, sockets: wiring.sockets,
                        register: wiring.connections, requests: pages, logger: wiring.requestLogger
                    ) { _ in },
                ], logger: wiring.logger)
        }
    }
}
