import Domain
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

    private func open(_ url: DatabaseURL) async throws -> any SQLEngine {
        switch url.place {
        case .sqlite(let file): try await SQLiteEngine.open(url, path: file, create: true)
        case .postgres(let address): try await PostgresEngine.open(address)
        }
    }
}
