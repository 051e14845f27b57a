import Domain
import FoundationEssentials
import Sandbox
import SandboxSupport
import Testing

@testable import Storage

@Suite("A collection pass whose connection to PostgreSQL is cut loses nothing, doubles nothing, and names the cause")
struct PostgresFaultTests {
    /// Which side's message is the last that arrives.
    enum Direction: CaseIterable, Sendable { case toServer, toClient }

    @Test(
        "at its n-th message", .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.skipped)"),
        arguments: Direction.allCases)
    func cut(direction: Direction) async throws {
        let server = try await PostgresServer.shared()
        let proxy = try await CuttingProxy(to: server.port)
        func pass(_ url: String, _ process: Int32, proxied: Bool) async throws -> FaultyPass {
            let through = proxied ? url.replacing(":\(server.port)/", with: ":\(proxy.port)/") : url
            return FaultyPass(url: try DatabaseURL(through), process: process)
        }

        let first = try await server.freshDatabaseURL()
        proxy.arm(direction, at: .max)
        #expect(try await pass(first, 1, proxied: true).collect() == .ok)
        let messages = proxy.disarm()
        let wanted = try await pass(first, 1, proxied: false).content()
        #expect(wanted.candles.count > 40 && wanted.articles.count == 5 && messages > 20)

        for number in FaultyPass.sample(of: messages, atMost: 20) {
            let what = "message \(number) of \(messages)"
            let url = try await server.freshDatabaseURL()
            proxy.arm(direction, at: number)
            var outcome: RunOutcome?
            do {
                outcome = try await pass(url, 1, proxied: true).collect()
            } catch {
                let failure = try #require(error as? ArchiveFailure, "\(what): \(error)")
                #expect(failure.kind == .unreachable, "\(what): \(failure)")
            }
            _ = proxy.disarm()
            if outcome == .ok { #expect(try await pass(url, 1, proxied: false).content() == wanted, "\(what)") }
            #expect(try await pass(url, 2, proxied: false).collect() == .ok, "\(what)")
            #expect(try await pass(url, 2, proxied: false).content() == wanted, "\(what)")
        }
        try await proxy.close()
    }
}
