import Domain
import Incidents
import ServiceLifecycle

/// Delivers incidents from the state directory once the database is available again.
struct IncidentDelivery: Service {
    let outbox: IncidentOutbox
    let log: any IncidentLog
    let journal: any Journal

    private static let every: Duration = .seconds(15)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await repeating(every: Self.every) { await deliver() }
        }
    }

    /// Logs the number of delivered incidents, and the reason for failures.
    func deliver() async {
        do {
            let count = try await outbox.deliver(to: log) { file, reason in
                journal.record(
                    Event(
                        .error,
                        "an incident cannot be recorded, and was set aside in \(file): \(reason); report this as a bug")
                )
            }
            if count > 0 {
                let incidents = Phrase(count: count, ("incident", "incidents"), fr: ("incident", "incidents")).english
                journal.record(Event(.notice, "\(incidents) that waited in \(outbox.folder) delivered to the database"))
            }
        } catch {
            journal.record(
                Event(.warning, "incidents wait in \(outbox.folder) until the database is available: \(error)"))
        }
    }
}
