import Foundation
import Sandbox
import Support
import Testing

@testable import BitcoinAnalyzer

@Suite("Drills", .timeLimit(.minutes(30))) struct DrillTests {
    struct Told: Decodable {
        let drill: String
        let injected, named: [String]
        let opened_seconds, closed_seconds: Double?
        let evidence: [Line]
        struct Line: Decodable { let source, line: String }
    }

    /// What this machine can play: some need a PostgreSQL server, or root.
    private static let playable = Drill.all.filter { drill in
        switch drill.level {
        case .processes: true
        case .postgres: PostgresServer.isInstalled
        case .mounts: getuid() == 0
        }
    }.map(\.name)

    @Test("what is injected is detected, explained and over, and nothing else is named", arguments: playable)
    func ordinary(_ name: String) async throws {
        try await withFolder { folder in
            // A folder of its own, and no DATABASE_URL: the drill makes all it needs.
            let ended = try await BitcoinAnalyzer.run(
                ["drill", name, "--json"], [:], in: folder)
            let told = try ended.json(Told.self)
            #expect(ended.code == 0 && told.named == told.injected, "\(ended)")
            if !told.injected.isEmpty {
                #expect(!told.evidence.isEmpty && told.opened_seconds != nil)
            }
        }
    }

    @Test("an empty database beside a full one is reported with both fingerprints, a held port with its process")
    func evidence() async throws {
        try await withFolder { folder in
            let held = try await BitcoinAnalyzer.run(
                ["drill", "port-in-use", "--json"], [:], in: folder
            ).json(Told.self)
            #expect(
                held.evidence.contains {
                    $0.source.hasPrefix("/proc/") && $0.line.contains("another copy of this program")
                })
            let mismatch = try await BitcoinAnalyzer.run(
                ["drill", "database-mismatch", "--json"], [:], in: folder
            ).json(Told.self)
            #expect(mismatch.evidence.count { $0.line.contains("fingerprint ") } == 2, "\(mismatch.evidence)")
        }
    }

    @Test("a configured database is rejected, and unchanged")
    func refused() async throws {
        try await withFolder { folder in
            let ended = try await BitcoinAnalyzer.run(
                ["drill", "source-down"], ["DATABASE_URL": "sqlite://\(folder)/real.db"], in: folder)
            #expect(ended.code == 78 && ended.errors.contains("never a real one"), "\(ended)")
            #expect(!FileManager.default.fileExists(atPath: folder + "/real.db"))
            let unknown = try await BitcoinAnalyzer.run(["drill", "nothing"], [:], in: folder)
            #expect(unknown.code == 64 && unknown.errors.contains("source-down"))
        }
    }

    @Test(
        "units, timers and crontabs, under a real systemd and cron",
        .enabled(if: Container.obstacle == nil, Container.skipped))
    func units() async throws {
        try await withFolder(.containers) { folder in
            let output = try await Container.run(
                [
                    """
                    cp "$PROGRAM" /usr/local/bin/bitcoin-analyzer
                    cd /; BITCOIN_ANALYZER_DRILL_MACHINE=1 bitcoin-analyzer drill all --json 2> /tmp/drill.err || { cat /tmp/drill.err; fail drill; }
                    """
                ], in: folder)
            let start = try #require(output.firstIndex(of: "["))
            let told = try JSONDecoder().decode([Told].self, from: Data(output[start...].utf8))
            #expect(told.count == SystemDrill.all.count)
            for result in told { #expect(result.named == result.injected && !result.evidence.isEmpty, "\(result)") }
        }
    }
}
