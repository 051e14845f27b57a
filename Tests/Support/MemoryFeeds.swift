package import Domain
import Synchronization

/// States of feeds in memory, by the rules of ``FeedLog``: the stores' conformance tests run over it too.
package final class MemoryFeeds: FeedLog {
    private let known = Mutex<[String: FeedState]>([:])

    package init() {}

    package func feeds() async throws -> [FeedState] {
        known.withLock { $0.values.sorted { Array($0.address.utf8).lexicographicallyPrecedes(Array($1.address.utf8)) } }
    }

    package func feed(at address: String) async throws -> FeedState? { known.withLock { $0[address] } }

    package func record(_ state: FeedState) async throws { known.withLock { $0[state.address] = state } }
}
