import Domain
import Support
import Synchronization
import Testing

@testable import Deployment

@Suite("The lease of deployments") struct DeploymentLeaseTests {
    private let registry = MemoryLeases()

    private func lease(_ host: String, of registry: (any LeaseRegistry)? = nil, _ said: Said = Said())
        -> DeploymentLease
    {
        DeploymentLease(
            registry: registry ?? self.registry,
            holder: LeaseHolder(run: RunID(rawValue: host), host: host, process: 1, processStart: ""),
            isGone: { _ in false }, now: { Timestamp(seconds: 1_780_000_000) }, report: { said.say($0.english) })
    }

    private final class Said: Sendable {
        private let lines = Mutex<[String]>([])
        func say(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock(\.self) }
    }

    @Test("refuses a second host while the first one deploys, and lets it go afterwards, also after a failure")
    func exclusive() async throws {
        struct Failed: Error {}
        let (first, second) = (lease("alpha"), lease("beta"))
        try await first.holding {
            let refused = await #expect(throws: DeploymentFailure.self) { try await second.holding {} }
            #expect(refused?.kind == .temporary)
            #expect(refused?.message.english == "a deployment is running on alpha, which shares the database")
        }
        await #expect(throws: Failed.self) { try await first.holding { throw Failed() } }
        #expect(try await second.holding { 7 } == 7)
        #expect(try await registry.holder(of: LeaseName.deployment) == nil)
    }

    @Test("does not keep a deployment from going on where the database cannot be used")
    func unreachable() async throws {
        struct Unreachable: LeaseRegistry {
            let failure = ArchiveFailure(
                .unreachable, Phrase("the server does not respond", fr: ""), hint: .empty)
            func take(
                _ name: String, for holder: LeaseHolder, now: Timestamp, ttl: Duration,
                isGone: @Sendable (LeaseHolder) -> Bool
            ) async throws -> LeaseResult { throw failure }
            func renew(_ name: String, for holder: LeaseHolder, now: Timestamp, ttl: Duration) async throws -> Bool {
                throw failure
            }
            func release(_ name: String, for holder: LeaseHolder) async throws { throw failure }
            func holder(of name: String) async throws -> LeaseHolder? { throw failure }
        }
        let said = Said()
        #expect(try await lease("alpha", of: Unreachable(), said).holding { 7 } == 7)
        #expect(said.all == ["deployments of other hosts cannot be seen: the server does not respond"])
    }
}
