import Domain
import Foundation
import Sandbox
import Support
import Testing

@testable import Storage

/// `migrate --to`: from a file to a server and back.
struct MigrateTests {
    typealias Refusal = BadSettingTests.Refusal

    private func other(_ engine: Engine, in folder: String) async throws -> String {
        let target: Engine = engine == .sqlite && PostgresServer.isInstalled ? .postgres : .sqlite
        try FileManager.default.createDirectory(atPath: folder + "/target", withIntermediateDirectories: true)
        return try await target.emptyDatabase(in: folder + "/target")
    }

    @Test(
        "everything is copied, and the output has what to do next; a repeated run prints the same",
        arguments: Engine.all, ["en", "fr"])
    func everything(_ engine: Engine, _ language: String) async throws {
        try await withWorld(engine) { world in
            #expect(try await world.run("collect").code == 0)
            let target = try await other(engine, in: world.folder)
            try Data((target + "\n").utf8).write(to: URL(filePath: world.folder + "/url"))
            for round in 0..<2 {
                let ended = try await world.run("migrate", "--to", "@url", "--lang", language)
                #expect(ended.code == 0, "\(round): \(ended)")
                #expect(
                    ended.output.contains("DATABASE_URL") && ended.output.contains("environment")
                        && ended.output.contains("candles"), "\(ended.output)")
                #expect(ended.output.contains(language == "fr" ? "lignes" : "rows"))
                #expect(try await Dump(of: target) == world.dump())
            }
            #expect(try await world.run("collect", with: ["DATABASE_URL": target]).code == 0)
        }
    }

    @Test("a database that holds other rows is replaced only when that is wanted", arguments: Engine.all)
    func notEmpty(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            #expect(try await world.run("collect", "prices").code == 0)
            let target = try await other(engine, in: world.folder)
            #expect(try await world.run("collect", "news", with: ["DATABASE_URL": target]).code == 0)
            let before = try await Dump(of: target)
            let ended = try await world.run("migrate", "--to", target, "--json")
            #expect(ended.code == 64, "\(ended)")
            let refusal = try ended.json(Refusal.self)
            #expect(refusal.error.contains("articles") && refusal.hint.contains("--force"))
            #expect(try await Dump(of: target) == before)
            #expect(try await world.run("migrate", "--to", target, "--force").code == 0)
            #expect(try await Dump(of: target) == world.dump())
        }
    }

    @Test("the same database, an invalid URL, --force without --to: rejected", arguments: Engine.all)
    func refused(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            for words in [
                ["--to", world.database], ["--to", "mysql://x:\(Secrets.passwords[1])@h/n"], ["--to", "nonsense"],
                ["--force"],
            ] {
                let ended = try await BitcoinAnalyzer.run(["migrate"] + words, world.settings, in: world.folder)
                #expect(ended.code == 64, "\(ended)")
            }
        }
    }

    @Test("killed again and again, it comes to its end without --force", arguments: Engine.all)
    func killed(_ engine: Engine) async throws {
        try await withFolder { folder in
            let url = try await engine.emptyDatabase(in: folder)
            try await withDatabase(url) { database in
                try await database.claim(.real)
                _ = try await database.candles.keep(
                    try (0..<20_000).map { hour in
                        ArchivedCandle(
                            try .hour(hour, close: 7), source: "kraken", run: RunID(rawValue: "r"),
                            seenAt: .hour(hour + 2))
                    })
            }
            let target = try await other(engine, in: folder)
            var random = SeededGenerator(seed: 9)
            for _ in 0..<6 {
                let later = Duration.milliseconds(Int.random(in: 50...900, using: &random))
                try await BitcoinAnalyzer.with(["migrate", "--to", target], ["DATABASE_URL": url], in: folder) {
                    program in
                    try? await ContinuousClock().sleep(for: later)
                    program.destroy()
                    _ = try await program.end()
                }
                let dump = try await Dump(of: target)
                #expect(dump.candles.isEmpty || dump.candles.count == 20_000)
            }
            let ended = try await BitcoinAnalyzer.run(["migrate", "--to", target], ["DATABASE_URL": url], in: folder)
            #expect(ended.code == 0, "\(ended)")
            #expect(try await Dump(of: target) == Dump(of: url))
        }
    }
}
