import Domain
import Sandbox
import Support
import Testing

@testable import Storage

@Suite("Migrations") struct MigrationTests {
    @Test("versions are numbered from 1 without gaps")
    func numbered() {
        #expect(Migration.all.map(\.version) == Array(1...Migration.all.count))
    }

    @Test("an empty database is brought to the newest schema, once", arguments: Engine.all)
    func fresh(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            #expect(try await database.schemaVersion() == Database.newestSchemaVersion)
            try await database.migrate()
            let applied = try await database.engine.read { connection throws(ArchiveFailure) in
                try connection.rows("SELECT version FROM schema_migrations")
            }
            #expect(applied.count == Migration.all.count)
        }
    }

    @Test("programs that open an empty database at the same time all find it migrated", arguments: Engine.all)
    func concurrentOpeners(engine: Engine) async throws {
        try await withEmptyDatabase(engine) { url in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let database = try await Database.open(url)
                        let version = try await database.schemaVersion()
                        await database.close()
                        return version
                    }
                }
                for try await version in group { #expect(version == Database.newestSchemaVersion) }
            }
        }
    }

    @Test(
        "an unmigrated database that may not be migrated is refused, with the command that migrates it",
        arguments: Engine.all)
    func notMigrated(engine: Engine) async throws {
        try await withEmptyDatabase(engine) { url in
            if let file = url.file { try await ChildProcess.run(["touch", file], in: "/") }
            let failure = try await archiveFailure { _ = try await Database.open(url, migrate: false) }
            #expect(failure.kind == .notMigrated)
            #expect(failure.hint.english.contains("bitcoin-analyzer migrate"))
        }
    }

    @Test("a migrated database opens without migrating", arguments: Engine.all)
    func alreadyMigrated(engine: Engine) async throws {
        try await withEmptyDatabase(engine) { url in
            try await withOpen(url) { _ in }
            try await withOpen(url, migrate: false) { database in
                let version = try await database.schemaVersion()
                #expect(version == Database.newestSchemaVersion)
            }
        }
    }

    @Test("a database of a newer version is rejected and unchanged", arguments: Engine.all, [true, false])
    func newer(engine: Engine, migrate: Bool) async throws {
        try await withEmptyDatabase(engine) { url in
            try await withOpen(url) { database in
                try await database.engine.write { connection throws(ArchiveFailure) in
                    _ = try connection.execute(
                        "INSERT INTO schema_migrations (version, name, applied_at) VALUES (999, 'from the future', 0)")
                }
            }
            let failure = try await archiveFailure { _ = try await Database.open(url, migrate: migrate) }
            #expect(failure.kind == .newer)
            #expect(failure.message.english.contains("999"))
        }
    }

    @Test("a migration that fails leaves nothing of itself", arguments: Engine.all)
    func allOrNothing(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let broken = Migration(version: Migration.newest + 1, name: "broken") { _ in
                ["CREATE TABLE extra (a BIGINT)", "CREATE NONSENSE"]
            }
            let migrator = Migrator(database.engine, migrations: Migration.all + [broken])
            let failure = try await archiveFailure { try await migrator.migrate(now: .hour(0)) }
            #expect(failure.kind == .statement)
            #expect(try await database.schemaVersion() == Database.newestSchemaVersion)
            let left = try await archiveFailure {
                _ = try await database.engine.read { connection throws(ArchiveFailure) in
                    try connection.rows("SELECT a FROM extra")
                }
            }
            #expect(left.kind == .schemaDamaged)
        }
    }

    @Test("a database that is behind is brought forward with what is in it", arguments: Engine.all)
    func forward(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await database.candles.keep([try .hour(0)])
            let next = Migration(version: Migration.newest + 1, name: "next") { _ in ["CREATE TABLE extra (a BIGINT)"] }
            let migrator = Migrator(database.engine, migrations: Migration.all + [next])
            let behind = try await archiveFailure { try await migrator.check() }
            #expect(behind.kind == .notMigrated)
            try await migrator.migrate(now: .hour(0))
            try await migrator.check()
            #expect(try await database.candles.candles(of: .oneHour, in: nil, limit: 5).count == 1)
        }
    }
}
