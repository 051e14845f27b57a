import ArgumentParser
import Domain
import Outbound
import Storage

/// Called by the timer of the watch, once a minute.
struct IncidentsWatch: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "watch",
            Phrase(
                "Checks the service once, and records incidents. Called by bitcoin-analyzer-watch.timer.",
                fr: "Vérifie le service une fois, et enregistre les incidents. Appelée par "
                    + "bitcoin-analyzer-watch.timer."),
            discussion: Phrase(
                "Does nothing while the API of this installation runs, which checks continuously.",
                fr: "Ne fait rien tant que l’API de cette installation fonctionne, car elle vérifie en permanence."))
    }

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let wiring = try Wiring(options)
        guard await !wiring.isWatchedByService() else { return await wiring.client.shutdown() }
        try await wiring.withDatabase(for: .reading) { open in
            guard !open.simulated else { return }
            await open.incidentWatch(as: "incidents watch").runOnce()
            await wiring.notificationDelivery(of: open.database.incidents, open.database).once()
        } otherwise: { failure in
            await wiring.incidentWatch(as: "incidents watch", without: failure).runOnce()
            await wiring.notificationDelivery(of: nil, nil).once()
        }
    }
}
