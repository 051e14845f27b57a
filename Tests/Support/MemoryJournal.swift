package import Domain
import Synchronization

/// A journal whose events a test can read.
package final class MemoryJournal: Journal {
    private let state = Mutex<[Event]>([])

    package init() {}

    package func record(_ event: Event) { state.withLock { $0.append(event) } }

    package var events: [Event] { state.withLock { $0 } }
}
