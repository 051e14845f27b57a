import Domain
import Incidents
import ServiceLifecycle

/// Brings incidents that had to wait in the state directory into the database, as soon as it answers again.
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

    /// Says so when some were delivered, and when they could not be.
    func deliver() async {
        do {
            let count = try await outbox.deliver(to: log)
            if count > 0 {
                let incidents = Phrase(count: count, ("incident", "incidents"), fr: ("incident", "incidents")).english
                journal.record(Event(.notice, "\(incidents) delivered to the database after it was unreachable"))
            }
        } catch {
            journal.record(
                Event(.warning, "incidents wait in \(outbox.folder) until the database takes them: \(error)"))
        }
    }
}
