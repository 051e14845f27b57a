import Domain
import FoundationEssentials
import Support
import Testing

@testable import Storage

@Suite("Damage in an SQLite file") struct SQLiteDamageTests {
    private func found(
        _ database: Database, completeSize: Int64, newestRows: Int64, timeLimit: Duration = SQLiteDamage.timeLimit
    ) async throws -> SQLiteDamage {
        let catalog = try SchemaCatalog.newest()
        return try await database.engine.read { connection throws(ArchiveFailure) in
            try SQLiteDamage(
                connection, catalog, completeSize: completeSize, newestRows: newestRows, timeLimit: timeLimit)
        }
    }

    @Test("what is not read within the time is said, and no damage")
    func timeLimit() async throws {
        try await withDatabase(.sqlite) { database in
            let none = try await found(database, completeSize: 0, newestRows: 100, timeLimit: .zero)
            #expect(none.lines.isEmpty)
            #expect(Set(none.partlyRead) == Set(try SchemaCatalog.newest().tables.map(\.name)))
        }
    }

    @Test("a statement is ended at its deadline, and the connection is as good as before")
    func interrupt() async throws {
        try await withDatabase(.sqlite) { database in
            let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"
            let (ended, next) = try await database.engine.read { connection throws(ArchiveFailure) in
                guard let connection = connection as? SQLiteConnection else { return (false, Int64?.none) }
                let count = try connection.limited(until: .now + .milliseconds(20)) { () throws(ArchiveFailure) in
                    try connection.rows(endless).count
                }
                let next = try connection.limited(until: .now + .seconds(3600)) { () throws(ArchiveFailure) in
                    try connection.rows("SELECT 7").first?.integer(0)
                }
                return (count == nil, next ?? nil)
            }
            #expect(ended && next == 7)
        }
    }

    @Test("a file of the usual size is read completely, of a large one the newest candles")
    func sizes() async throws {
        try await withDatabase(.sqlite) { database in
            _ = try await database.candles.keep(try (0..<3000).map { try .hour($0) })
            let small = try await found(database, completeSize: 1 << 30, newestRows: 100)
            #expect(small.lines.isEmpty && small.partlyRead.isEmpty)
            let large = try await found(database, completeSize: 0, newestRows: 1000)
            #expect(large.lines.isEmpty && large.partlyRead == ["candles_1h"])
            let all = try await found(database, completeSize: 0, newestRows: 1_000_000)
            #expect(all.lines.isEmpty && all.partlyRead.isEmpty)
        }
    }

    @Test("a page of zeros is found, whichever way the file is read", arguments: [0, 1 << 30] as [Int64])
    func zeros(completeSize: Int64) async throws {
        try await withFolder { folder in
            let path = folder + "/data.db"
            try await withOpen(.sqlite(file: path)) { database in
                _ = try await database.candles.keep(try (0..<3000).map { try .hour($0) })
            }
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            // Behind the pages of the schema.
            let page = bytes.count / 4096 * 3 / 4 * 4096
            bytes.replaceSubrange(page..<page + 4096, with: [UInt8](repeating: 0, count: 4096))
            try Data(bytes).write(to: URL(filePath: path))
            try await withOpen(.sqlite(file: path), migrate: false) { database in
                #expect(try await !database.examine().damage.isEmpty)
                do {
                    let damage = try await found(database, completeSize: completeSize, newestRows: 1_000_000)
                    #expect(!damage.lines.isEmpty)
                } catch let failure as ArchiveFailure {
                    // Not a line, but the whole file: the examination reports that as damage.
                    #expect(failure.kind == .corrupt)
                }
            }
        }
    }

    @Test("impossible numbers among the newest candles are found")
    func impossible() async throws {
        try await withDatabase(.sqlite) { database in
            _ = try await database.candles.keep(try (0..<3000).map { try .hour($0) })
            try await database.engine.write { connection throws(ArchiveFailure) in
                _ = try connection.execute(
                    "UPDATE candles_1h SET low = 500 WHERE minute = (SELECT MAX(minute) FROM candles_1h)")
            }
            let damage = try await found(database, completeSize: 0, newestRows: 1000)
            #expect(damage.lines.first?.contains("candles_1h") == true)
        }
    }
}
