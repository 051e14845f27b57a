import Foundation
import Sandbox
import Support
import Testing

/// Releases on a machine with systemd, under load: three of the table that `Benchmarks/delivery` makes.
@Suite(.enabled(if: Container.obstacle == nil && Tools.has("wrk"), Container.skipped))
struct DeliveryTests {
    @Test("a good release is live, a wrong one is refused, one that crashes is undone, and no request fails")
    func delivered() async throws {
        try await withWorld(turnstile: .containers) { world in
            let said = try await ChildProcess.run(
                [Checkout.path("Benchmarks/delivery"), BitcoinAnalyzer.path, "--only", "good-1,price,crash"],
                in: world.folder)
            #expect(said.contains("the installed files are the same"))
        }
    }
}
