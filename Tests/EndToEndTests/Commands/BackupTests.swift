import Domain
import Foundation
import Sandbox
import Support
import Testing

@testable import Storage

/// `backup` and `restore` as an operator runs them, over both engines.
struct BackupTests {
    struct Backed: Decodable {
        struct Table: Decodable { let table: String; let rows: Int }
        struct Report: Decodable {
            let bytes, schema: Int
            let tables: [Table]
            let newest_candle: Timestamp?
        }
        let backup: Report
        let seconds: Double
    }

    struct Restored: Decodable {
        struct Report: Decodable { let schema, backup_schema: Int; let kept: String? }
        let restore: Report
    }

    static func refused(_ ended: Ended, _ code: Int32) throws -> BadSettingTests.Refusal {
        #expect(ended.code == code, "\(ended)")
        return try ended.json(BadSettingTests.Refusal.self)
    }

    private func files(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test("a backup is restored into an empty database, with a report of each", arguments: Engine.all)
    func roundTrip(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            #expect(try await world.run("collect").code == 0)
            let before = try await world.dump()
            let ended = try await world.run("backup", "kept.backup", "--json")
            #expect(ended.code == 0, "\(ended)")
            let report = try ended.json(Backed.self).backup
            #expect(report.tables.first { $0.table == "candles_1h" }?.rows == before.candles.count)
            #expect(
                report.newest_candle == before.openTimes.last && report.bytes > 10_000
                    && report.schema == Database.newestSchemaVersion)
            let attributes = try FileManager.default.attributesOfItem(atPath: world.folder + "/kept.backup")
            #expect(attributes[.posixPermissions] as? Int == 0o600 && attributes[.size] as? Int == report.bytes)
            #expect(try files(in: world.folder).filter { $0.hasPrefix("kept") } == ["kept.backup"])

            let folder = world.folder + "/elsewhere/deeper"
            let other = engine == .sqlite ? "sqlite://\(folder)/new.db" : try await engine.emptyDatabase(in: folder)
            let restored = try await world.run("restore", "kept.backup", "--json", with: ["DATABASE_URL": other])
            #expect(restored.code == 0, "\(restored)")
            #expect(try restored.json(Restored.self).restore.kept == nil)
            #expect(try await Dump(of: other) == before)
            #expect(try await world.run("collect", with: ["DATABASE_URL": other]).code == 0)
        }
    }

    @Test("human-readable, in both languages", arguments: Engine.all, ["en", "fr"])
    func words(_ engine: Engine, _ language: String) async throws {
        try await withFolder { folder in
            let settings = ["DATABASE_URL": try await engine.emptyDatabase(in: folder)]
            try await withDatabase(settings["DATABASE_URL"] ?? "") { try await $0.claim(.real) }
            let backup = try await BitcoinAnalyzer.run(["backup", "b", "--lang", language], settings, in: folder)
            #expect(
                backup.code == 0 && backup.output.contains(language == "fr" ? "vérifié\u{A0}:" : "verified:")
                    && backup.output.contains("candles"), "\(backup)")
            let restore = try await BitcoinAnalyzer.run(["restore", "b", "--lang", language], settings, in: folder)
            #expect(
                restore.code == 0
                    && restore.output.contains(language == "fr" ? "est restaurée depuis" : "was restored from"),
                "\(restore)")
        }
    }

    @Test("a backup during writes is a snapshot", arguments: Engine.all)
    func consistent(_ engine: Engine) async throws {
        try await withFolder { folder in
            let url = try await engine.emptyDatabase(in: folder)
            let target = engine == .sqlite ? "sqlite://\(folder)/new.db" : try await engine.emptyDatabase(in: folder)
            try await withDatabase(url) { database in
                // Both rows of a pair are committed together.
                let pairs = AsyncStream<Int>.makeStream(bufferingPolicy: .bufferingNewest(1))
                let writer = Task {
                    defer { pairs.continuation.finish() }
                    var number = 0
                    while !Task.isCancelled {
                        number += 1
                        let id = "w\(number)"
                        try await database.engine.write { sql throws(ArchiveFailure) in
                            try sql.execute("INSERT INTO meta (key, value) VALUES (?, '')", [.text(id)])
                            try sql.execute("INSERT INTO feeds (name) VALUES (?)", [.text(id)])
                        }
                        pairs.continuation.yield(number)
                    }
                    return number
                }
                for await _ in pairs.stream { break }
                for round in 0..<3 {
                    let ended = try await BitcoinAnalyzer.run(
                        ["backup", "b", "--force", "--json"], ["DATABASE_URL": url], in: folder)
                    #expect(ended.code == 0, "\(ended)")
                    let tables = try ended.json(Backed.self).backup.tables
                    let counts = Dictionary(tables.map { ($0.table, $0.rows) }) { $0 + $1 }
                    #expect(counts["meta"] == counts["feeds"] && (counts["meta"] ?? 0) > 0, "\(counts)")
                    let restored = try await BitcoinAnalyzer.run(
                        ["restore", "b", "--force"], ["DATABASE_URL": target], in: folder)
                    #expect(restored.code == 0, "\(round): \(restored)")
                    try await withDatabase(target) { copy in
                        let rows = try await copy.engine.read { sql throws(ArchiveFailure) in
                            try sql.rows("SELECT COUNT(*) FROM meta WHERE key NOT IN (SELECT name FROM feeds)", [])
                        }
                        #expect(try rows.first?.count(0) == 0)
                    }
                }
                writer.cancel()
                #expect(try await writer.value > 3)
            }
        }
    }

    @Test("a file that is there is not overwritten unless that is wanted", arguments: Engine.all)
    func existing(_ engine: Engine) async throws {
        try await withFolder { folder in
            let settings = ["DATABASE_URL": try await engine.emptyDatabase(in: folder)]
            try await withDatabase(settings["DATABASE_URL"] ?? "") { try await $0.claim(.real) }
            let path = folder + "/mine"
            try Data("precious".utf8).write(to: URL(filePath: path))
            let refusal = try Self.refused(
                await BitcoinAnalyzer.run(["backup", path, "--json"], settings, in: folder), 64)
            #expect(refusal.error.contains(path) && refusal.hint.contains("--force"))
            #expect(try Data(contentsOf: URL(filePath: path)) == Data("precious".utf8))
            let forced = try await BitcoinAnalyzer.run(["backup", path, "--force"], settings, in: folder)
            #expect(forced.code == 0, "\(forced)")
            #expect(try BackupFormat(of: BackupInput(path)) == .rows)
        }
    }

    @Test(
        "what is not a backup is refused, and the database is left alone", arguments: Engine.all,
        ["text", "empty", "missing", "short", "foreign", "folder"])
    func unusable(_ engine: Engine, _ what: String) async throws {
        try await withWorld(engine) { world in
            #expect(try await world.run("collect", "prices").code == 0)
            let before = try await world.dump()
            let path = world.folder + "/given"
            switch what {
            case "text": try Data("not a backup by any means\n".utf8).write(to: URL(filePath: path))
            case "empty": try Data().write(to: URL(filePath: path))
            case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            case "short":
                #expect(try await world.run("backup", path).code == 0)
                let whole = try Data(contentsOf: URL(filePath: path))
                try whole.prefix(whole.count / 2).write(to: URL(filePath: path))
            case "foreign":
                let other = engine == .sqlite ? "sqlite://" + path : try await engine.emptyDatabase(in: world.folder)
                try await withDatabase(other) { database in
                    try await database.engine.write { sql throws(ArchiveFailure) in
                        for table in try SchemaCatalog().tables.map(\.name) + [SchemaCatalog.versions] {
                            try sql.execute("DROP TABLE \(table)", [])
                        }
                        try sql.execute("CREATE TABLE others (a BIGINT)", [])
                    }
                }
                if engine == .postgres {
                    try await ChildProcess.run(
                        ["pg_dump", "--format=custom", "--file=\(path)", "--dbname=\(other)"], in: "/")
                }
            default: break
            }
            let refusal = try Self.refused(await world.run("restore", path, "--force", "--unverified", "--json"), 65)
            #expect(
                (refusal.error.contains(path) || refusal.error.contains("pg_restore")) && !refusal.hint.isEmpty,
                "\(refusal)")
            #expect(try await world.dump() == before)
            #expect(
                try files(in: world.folder).filter { $0.contains("partial") || $0.contains("before-restore") } == [])
        }
    }

    @Test(
        "a database that holds rows is replaced only when that is wanted; of SQLite the old file stays",
        arguments: Engine.all)
    func notEmpty(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            #expect(try await world.run("collect", "prices").code == 0)
            #expect(try await world.run("backup", "b").code == 0)
            let backedUp = try await world.dump()
            #expect(try await world.run("collect", "news").code == 0)
            let newer = try await world.dump()
            let refusal = try Self.refused(await world.run("restore", "b", "--json"), 64)
            #expect(refusal.error.contains("candles") && refusal.hint.contains("--force"), "\(refusal)")
            #expect(try await world.dump() == newer)
            let ended = try await world.run("restore", "b", "--force", "--json")
            #expect(ended.code == 0, "\(ended)")
            #expect(try await world.dump() == backedUp)
            let kept = try ended.json(Restored.self).restore.kept
            #expect((kept == nil) == (engine == .postgres))
            if let kept { #expect(try await Dump(of: "sqlite://" + kept) == newer) }
        }
    }

    @Test(
        "a backup of one engine is restored into the other",
        .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.skipped)"), arguments: Engine.all)
    func otherEngine(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            #expect(try await world.run("collect", "prices").code == 0)
            #expect(try await world.run("backup", "b").code == 0)
            let other: Engine = engine == .sqlite ? .postgres : .sqlite
            let target = try await other.emptyDatabase(in: world.folder + "/other")
            let ended = try await world.run("restore", "b", with: ["DATABASE_URL": target])
            #expect(ended.code == 0, "\(ended)")
            #expect(try await Dump(of: target) == world.dump())
        }
    }

    @Test("nothing is restored under a service that has the file open, nor under a collector", arguments: Engine.all)
    func inUse(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            #expect(try await world.run("collect", "prices").code == 0)
            #expect(try await world.run("backup", "b").code == 0)
            let before = try await world.dump()
            if engine == .sqlite {
                try await world.with("api") { program in
                    _ = try await program.address(of: "api")
                    let refusal = try Self.refused(await world.run("restore", "b", "--force", "--json"), 75)
                    #expect(
                        refusal.error.contains("another process") && refusal.hint.contains("systemctl stop"),
                        "\(refusal)")
                }
            }
            let holder = LeaseHolder(run: RunID(rawValue: "r1"), host: "elsewhere", process: 1, processStart: "x")
            try await withDatabase(world.database) {
                _ = try await $0.leases.take(
                    "collect", for: holder, now: Timestamp(Date()), ttl: .hours(1), isGone: { _ in false })
            }
            let refusal = try Self.refused(await world.run("restore", "b", "--force", "--json"), 75)
            #expect(
                refusal.error.contains("r1") && refusal.error.contains("elsewhere")
                    && refusal.hint.contains("collect.timer"), "\(refusal)")
            #expect(try await world.dump() == before)
            // A deployment holds a lease, and may be what restores.
            try await withDatabase(world.database) {
                try await $0.leases.release("collect", for: holder)
                _ = try await $0.leases.take(
                    LeaseName.deployment, for: holder, now: Timestamp(Date()), ttl: .hours(1), isGone: { _ in false }
                )
            }
            #expect(try await world.run("restore", "b", "--force").code == 0)
        }
    }

    @Test("a damaged SQLite database is replaced when that is wanted, and kept")
    func damaged() async throws {
        try await withFolder { folder in
            let settings = ["DATABASE_URL": "sqlite://\(folder)/data.db"]
            try await withDatabase(settings["DATABASE_URL"] ?? "") { try await $0.claim(.real) }
            #expect(try await BitcoinAnalyzer.run(["backup", "b"], settings, in: folder).code == 0)
            let damaged = Data(String(repeating: "no database any more ", count: 500).utf8)
            try damaged.write(to: URL(filePath: folder + "/data.db"))
            _ = try Self.refused(await BitcoinAnalyzer.run(["restore", "b", "--json"], settings, in: folder), 64)
            let ended = try await BitcoinAnalyzer.run(["restore", "b", "--force", "--json"], settings, in: folder)
            #expect(ended.code == 0, "\(ended)")
            let kept = try #require(try ended.json(Restored.self).restore.kept)
            #expect(try Data(contentsOf: URL(filePath: kept)) == damaged)
            let origin = try await withDatabase(settings["DATABASE_URL"] ?? "") { try await $0.origin() }
            #expect(origin == .real)
        }
    }
}
