import Domain
import Synchronization

/// Logs the progress of a migration that takes a while: a service that is not yet listening should say why.
final class MigrationLog: Sendable {
    private let journal: any Journal
    private let last = Mutex(ContinuousClock.now)

    private static let every: Duration = .seconds(5)

    init(_ journal: any Journal) { self.journal = journal }

    /// - Parameter share: the completed share, 0 to 1.
    @Sendable func record(_ share: Double) {
        let isDue = last.withLock { last in
            guard ContinuousClock.now - last >= Self.every else { return false }
            last = ContinuousClock.now
            return true
        }
        if isDue { journal.record(Event(.info, "migrating the database: \(Int(share * 100)) % of the work is done")) }
    }
}
