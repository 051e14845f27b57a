import Domain
import Foundation
import Testing

@testable import Storage

@Suite("A database of another program") struct ForeignDatabaseTests {
    @Test("is refused, and gets no table of ours", arguments: Engine.all)
    func refused(engine: Engine) async throws {
        try await withEmptyDatabase(engine) { url in
            let other = try await open(url)
            try await other.write { database throws(ArchiveFailure) in
                _ = try database.execute("CREATE TABLE users (id INTEGER)", [])
            }
            for migrate in [true, false] {
                let failure = try await archiveFailure { _ = try await Database.open(url, migrate: migrate) }
                #expect(failure.kind == .foreign)
                #expect(failure.message.english.contains("users"))
            }
            let tables = try await other.read { database throws(ArchiveFailure) in
                try database.rows(database.dialect.tables).map { row throws(ArchiveFailure) in try row.text(0) }
            }
            #expect(tables == ["users"])
            await other.close()
        }
    }

    @Test(
        "is recognised although one table has a name of ours, and is not replaced by a backup",
        arguments: Engine.all,
        [
            "CREATE TABLE articles (id INTEGER)", "CREATE TABLE schema_migrations (version BIGINT, dirty BOOLEAN)",
        ])
    func sameName(engine: Engine, table: String) async throws {
        try await withTarget(engine) { folder, url in
            if let file = url.file {
                try FileManager.default.createDirectory(
                    atPath: String(file.dropLast("/data.db".count)), withIntermediateDirectories: true)
            }
            let other = try await open(url)
            try await other.write { database throws(ArchiveFailure) in
                _ = try database.execute(table, [])
                if table.contains("schema_migrations") {
                    _ = try database.execute("INSERT INTO schema_migrations VALUES (20240101, false)", [])
                }
            }
            for migrate in [true, false] {
                let failure = try await archiveFailure { _ = try await Database.open(url, migrate: migrate) }
                #expect(failure.kind == .foreign, "\(failure)")
            }
            if engine == .postgres {
                try SampleBackup(rows: SampleBackup.candleRows).write(to: folder + "/backup")
                let failure = try await archiveFailure { _ = try await restore(folder + "/backup", into: url) }
                #expect(failure.kind == .foreign, "\(failure)")
            }
            let tables = try await other.read { database throws(ArchiveFailure) in
                try database.rows(database.dialect.tables).count
            }
            #expect(tables == 1)
            await other.close()
        }
    }

    private func open(_ url: DatabaseURL) async throws -> any SQLEngine {
        switch url.place {
        case .sqlite(let file): try await SQLiteEngine.open(url, path: file, create: true)
        case .postgres(let address): try await PostgresEngine.open(address)
        }
    }
}
