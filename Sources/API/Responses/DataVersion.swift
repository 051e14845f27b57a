package import Domain
import Synchronization

/// The version of the data: a response prepared under it is valid until it changes. Incremented for each commit seen in
/// the database.
package final class DataVersion: Sendable {
    private let number = Atomic<UInt64>(0)

    package init() {}

    package var current: UInt64 { number.load(ordering: .acquiring) }

    package func advance() { number.wrappingAdd(1, ordering: .acquiringAndReleasing) }

    /// Increments with each commit until the task is cancelled.
    package func follow(_ changes: any DataChanges) async {
        for await _ in changes.changes() { advance() }
    }
}
