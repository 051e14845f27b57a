package import Domain
import Synchronization

/// Leases in memory, by the rules of ``LeaseRegistry``: the stores' conformance tests run over it too.
package final class MemoryLeases: LeaseRegistry {
    private let state = Mutex<[String: (holder: LeaseHolder, until: Timestamp)]>([:])

    package init() {}

    package func take(
        _ name: String, for holder: LeaseHolder, now: Timestamp, ttl: Duration,
        isGone: @Sendable (LeaseHolder) -> Bool
    ) async throws -> LeaseResult {
        state.withLock { leases in
            if let held = leases[name], held.holder != holder, held.until > now, !isGone(held.holder) {
                return .heldBy(held.holder, until: held.until)
            }
            let abandoned = leases[name].map(\.holder).flatMap { $0 == holder ? nil : $0.run }
            leases[name] = (holder, now + ttl)
            return .taken(abandoned: abandoned)
        }
    }

    package func renew(_ name: String, for holder: LeaseHolder, now: Timestamp, ttl: Duration) async throws -> Bool {
        state.withLock { leases in
            guard leases[name]?.holder == holder else { return false }
            leases[name] = (holder, now + ttl)
            return true
        }
    }

    package func release(_ name: String, for holder: LeaseHolder) async throws {
        state.withLock { if $0[name]?.holder == holder { $0[name] = nil } }
    }

    package func holder(of name: String) async throws -> LeaseHolder? { state.withLock { $0[name]?.holder } }
}
