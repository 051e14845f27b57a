import Foundation
import Sandbox
import Support
import Testing

/// A short run of `scripts/chaos`, whose long runs are not part of the suite.
@Suite(.enabled(if: Container.obstacle == nil, Container.skipped))
struct ChaosTests {
    /// Those that need no server of PostgreSQL, and little time.
    private static let quick = [
        "state-owned-by-root", "other-database-collect", "windows-line-ends", "kill-api", "bad-database-address",
        "dashboard-asks-itself", "garbage-line", "sqlite-newer-schema", "one-venue-captcha", "one-venue-half",
        "hang-collector", "one-venue-500", "exit-loop-web", "terminate-api", "sqlite-write-lock", "database-chmod",
        "stop-web", "database-truncated", "one-feed-login-page", "stop-timer", "kill-collector", "foreign-port-api",
        "mask-timer", "mask-web", "foreign-port-web", "sqlite-table-dropped", "names-do-not-resolve", "disk-full",
        "cron-misspelt", "cron-wrong-owner",
    ]

    /// Minutes long, and since refusals of sources are remembered it has to wait for them: on request only.
    private static let isWanted = ProcessInfo.processInfo.environment["CHAOS"] != nil

    @Test(
        "fifteen failures chosen at random are named at root, end with a proof, and nothing is named between them",
        .enabled(if: isWanted, "set CHAOS=1 to run it"))
    func short() async throws {
        try await withFolder { folder in
            let table = try await ChildProcess.run(
                [
                    "timeout", "-k", "20", "900", Checkout.path("scripts/chaos"), "--seed", "7", "--count", "15",
                    "--single", "--only", Self.quick.joined(separator: ","), BitcoinAnalyzer.path,
                ], in: folder)
            #expect(table.contains("15 of 15"))
        }
    }

    @Test("every mechanism is named once and says how it breaks something and how that is undone")
    func mechanisms() throws {
        let folder = Checkout.path("scripts/mechanisms")
        var names: [String] = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.hasSuffix(".ini") {
            let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
            for section in text.components(separatedBy: "\n[").dropFirst() {
                let lines = section.components(separatedBy: "\n")
                names.append(String(lines[0].dropLast()))
                for key in ["break", "fix"] {
                    #expect(lines.contains { $0.hasPrefix(key + " =") }, "\(file): \(names.last ?? "") lacks \(key)")
                }
            }
        }
        #expect(Set(names).count == names.count && names.count >= 80)
    }
}
