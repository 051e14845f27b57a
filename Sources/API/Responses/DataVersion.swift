package import Domain
import Synchronization

/// Counts the commits seen in the database: what was prepared under one number is valid as long as the number stands.
package final class DataVersion: Sendable {
    private let number = Atomic<UInt64>(0)

    package init() {}

    package var current: UInt64 { number.load(ordering: .acquiring) }

    package func advance() { number.wrappingAdd(1, ordering: .acquiringAndReleasing) }

    /// Follows the database until the task is cancelled.
    package func follow(_ changes: any DataChanges) async {
        for await _ in changes.changes() { advance() }
    }
}
