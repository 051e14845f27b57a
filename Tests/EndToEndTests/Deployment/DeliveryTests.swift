import Foundation
import Sandbox
import Support
import Testing

/// Releases on a machine with systemd, under load: three of the table that `Benchmarks/delivery` makes.
@Suite(.enabled(if: Container.obstacle == nil && Tools.has("wrk"), Container.skipped))
struct DeliveryTests {
    @Test(
        "a good release is live, also one that update finds, a wrong one is refused, a crash is undone, no request fails"
    )
    func delivered() async throws {
        try await withWorld(turnstile: .containers) { world in
            let said = try await ChildProcess.run(
                [Checkout.path("Benchmarks/delivery"), BitcoinAnalyzer.path, "--only", "good-1,price,crash,update"],
                in: world.folder)
            #expect(said.contains("the installed files are the same"))
        }
    }
}
