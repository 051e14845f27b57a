import Domain
import Foundation
import Sandbox
import Support
import Testing

@testable import Storage

/// `backup` and `restore` between versions of the program.
struct BackupVersionTests {
    @Test("a backup of an older version is brought up to date, also over a database of this one", arguments: Engine.all)
    func older(_ engine: Engine) async throws {
        try await withFolder { folder in
            let old = try await Storage.DatabaseURL(engine.emptyDatabase(in: folder))
            let engineOfOld: any SQLEngine =
                switch old.place {
                case .sqlite(let file): try await SQLiteEngine.open(old, path: file, create: true)
                case .postgres(let address): try await PostgresEngine.open(address)
                }
            try await Migrator(engineOfOld, migrations: [.firstTables]).migrate(now: .hour(0))
            await engineOfOld.close()
            let oldURL = engine == .sqlite ? "\(old)" : try #require(old.place.conninfo)
            let backup = try await BitcoinAnalyzer.run(["backup", "b", "--json"], ["DATABASE_URL": oldURL], in: folder)
            #expect(try backup.json(BackupTests.Backed.self).backup.schema == 1, "\(backup)")

            let target = engine == .sqlite ? "sqlite://\(folder)/new.db" : try await engine.emptyDatabase(in: folder)
            try await withDatabase(target) { database in
                let noticed = Incident(
                    id: IncidentID(rawValue: "i"), cause: .diskFull, severity: .warning, opened: .hour(0), context: "",
                    symptom: "", diagnosis: "")
                try await database.incidents.keep(noticed)
            }
            let restored = try await BitcoinAnalyzer.run(
                ["restore", "b", "--force", "--json"], ["DATABASE_URL": target], in: folder)
            #expect(restored.code == 0, "\(restored)")
            let report = try restored.json(BackupTests.Restored.self).restore
            #expect(report.backup_schema == 1 && report.schema == Database.newestSchemaVersion)
            let incidents = try await withDatabase(target) { try await $0.incidents.incidents(before: nil, limit: 9) }
            #expect(incidents == [])
        }
    }

    @Test(
        "a backup replaces a database that a newer version has migrated, with all that it made", arguments: Engine.all)
    func overNewer(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            #expect(try await world.run("collect", "prices").code == 0)
            #expect(try await world.run("backup", "b").code == 0)
            let backedUp = try await world.dump()
            let url = world.database
            try await withDatabase(url) { database in
                _ = try await database.engine.write { sql throws(ArchiveFailure) in
                    try sql.execute("CREATE TABLE of_another_program (value INTEGER)")
                }
                try await database.engine.write { sql throws(ArchiveFailure) in
                    _ = try sql.execute("CREATE TABLE from_the_future (run TEXT NOT NULL)")
                    _ = try sql.execute("CREATE INDEX soon ON from_the_future (run)")
                    _ = try sql.execute("ALTER TABLE runs ADD COLUMN later INTEGER")
                    _ = try sql.execute(
                        "INSERT INTO schema_migrations (version, name, applied_at) VALUES (999, 'from the future', 0)",
                        [])
                }
            }
            let ended = try await world.run("restore", "b", "--force", "--json")
            #expect(ended.code == 0, "\(ended)")
            #expect(try await world.dump() == backedUp)
            #expect(try await world.run("runs").code == 0)
            guard engine == .postgres else { return }
            try await withDatabase(url) { database in
                let left = try await database.engine.read { sql throws(ArchiveFailure) in
                    try sql.rows(
                        "SELECT 1 FROM pg_tables WHERE tablename IN ('from_the_future', 'of_another_program')"
                    ).count
                }
                #expect(left == 1, "a table of another program stays")
            }
        }
    }

    @Test("a backup of a newer version is refused")
    func newer() async throws {
        try await withFolder { folder in
            try await withDatabase("sqlite://\(folder)/b") { database in
                try await database.engine.write { sql throws(ArchiveFailure) in
                    _ = try sql.execute(
                        "INSERT INTO schema_migrations (version, name, applied_at) VALUES (999, 'from the future', 0)",
                        [])
                }
            }
            let refusal = try BackupTests.refused(
                await BitcoinAnalyzer.run(
                    ["restore", "b", "--unverified", "--json"], ["DATABASE_URL": "sqlite://\(folder)/new.db"],
                    in: folder),
                78)
            #expect(refusal.error.contains("999") && refusal.error.contains("newer"))
            #expect(!FileManager.default.fileExists(atPath: folder + "/new.db"))
        }
    }

    /// A backup as version 0.1 made it.
    private func earlierBackup(_ engine: Engine, of url: String, in folder: String) async throws -> String {
        switch engine {
        case .sqlite:
            // Nobody has it open, so all of it is in the one file.
            try FileManager.default.copyItem(
                atPath: String(url.dropFirst("sqlite://".count)), toPath: folder + "/earlier")
        case .postgres:
            try await ChildProcess.run(
                ["pg_dump", "--format=custom", "--file=\(folder)/earlier", "--dbname=\(url)"], in: "/")
        }
        return folder + "/earlier"
    }

    @Test("a backup of an earlier version is restored with a warning and --unverified only", arguments: Engine.all)
    func unverified(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            #expect(try await world.run("collect").code == 0)
            let before = try await world.dump()
            let path = try await earlierBackup(engine, of: world.database, in: world.folder)
            let target = try await engine.emptyDatabase(in: world.folder + "/other")
            let refusal = try BackupTests.refused(
                await world.run("restore", path, "--json", with: ["DATABASE_URL": target]), 65)
            #expect(refusal.error.contains("checksums") && refusal.hint.contains("--unverified"), "\(refusal)")
            // No parameter of a connection is needed to unpack it, nor told to the program that does.
            let ended = try await world.run("restore", path, "--unverified", with: ["DATABASE_URL": target])
            #expect(ended.code == 0 && ended.errors.contains("warning: \(path) has no checksums"), "\(ended)")
            #expect(try await Dump(of: target) == before)
        }
    }

    @Test(
        "an archive that unpacks to a thousand times its size is refused",
        .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.skipped)"))
    func bomb() async throws {
        try await withFolder { folder in
            let url = try await Engine.postgres.emptyDatabase(in: folder)
            try await withDatabase(url) { database in
                try await database.engine.write { sql throws(ArchiveFailure) in
                    _ = try sql.execute(
                        "INSERT INTO articles SELECT n::text, repeat('a', 1000000), '', '', NULL, 0, '', NULL, '', '', 0, 0 "
                            + "FROM generate_series(1, 80) AS n", [])
                }
            }
            let path = try await earlierBackup(.postgres, of: url, in: folder)
            let refusal = try BackupTests.refused(
                await BitcoinAnalyzer.run(
                    ["restore", path, "--unverified", "--json"], ["DATABASE_URL": "sqlite://\(folder)/new.db"],
                    in: folder),
                65)
            #expect(refusal.error.contains("damaged"), "\(refusal)")
            #expect(!FileManager.default.fileExists(atPath: folder + "/new.db"))
        }
    }
}

extension Storage.DatabaseURL.Place {
    fileprivate var conninfo: String? { if case .postgres(let address) = self { address.conninfo } else { nil } }
}
