import API
import Domain
import ServiceLifecycle

/// Keeps the data version in step with the database.
struct Following: Service {
    let version: DataVersion
    let changes: any DataChanges

    func run() async throws {
        await cancelWhenGracefulShutdown { await version.follow(changes) }
    }
}
