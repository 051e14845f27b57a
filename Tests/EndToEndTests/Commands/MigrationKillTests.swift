import Domain
import Foundation
import Sandbox
import Support
import Testing

@testable import Storage

/// `kill -9` while the candles of an earlier schema are moved to the new tables.
struct MigrationKillTests {
    private static let rows: Int64 = 60_000
    private static let kills = Kills.wanted ?? 10

    /// Makes a database of schema 3, with a run for every hundred hours.
    private func makeEarlier(_ url: DatabaseURL) async throws {
        try await withEngine(of: url) { engine in
            try await Migrator(engine, migrations: Array(Migration.all.prefix(3))).migrate(now: .hour(0))
            try await engine.write { database throws(ArchiveFailure) in
                _ = try database.execute(
                    """
                    INSERT INTO candles WITH RECURSIVE n(i) AS (
                        SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < \(Self.rows - 1))
                    SELECT '1h', 1500001200000 + i * 3600000, 100, 200, 50, 100 + i % 50, i % 10, 'USD', 'kraken',
                    'run-' || CAST(i / 100 AS TEXT), 1500001200000 + (i / 100 + 1) * 360000000, 1 FROM n
                    """)
            }
        }
    }

    private func withEngine<T: Sendable>(of url: DatabaseURL, _ body: (any SQLEngine) async throws -> T) async throws
        -> T
    {
        let engine: any SQLEngine =
            switch url.place {
            case .sqlite(let file): try await SQLiteEngine.open(url, path: file, create: true)
            case .postgres(let address): try await PostgresEngine.open(address)
            }
        do {
            let value = try await body(engine)
            await engine.close()
            return value
        } catch {
            await engine.close()
            throw error
        }
    }

    /// The schema, and what the hours add up to.
    private func state(of url: DatabaseURL) async throws -> (schema: Int, hours: Int, sum: Double) {
        try await withEngine(of: url) { engine in
            // PostgreSQL may not have noticed yet that the killed program is gone.
            try await eventually("the end of other sessions") {
                guard engine.dialect == .postgres else { return true }
                return try await engine.read { database throws(ArchiveFailure) in
                    try database.rows(
                        """
                        SELECT 1 FROM pg_stat_activity
                        WHERE datname = current_database() AND backend_type = 'client backend'
                          AND pid <> pg_backend_pid() AND state <> 'idle'
                        """
                    ).isEmpty
                }
            }
            let schema = try await Migrator(engine).version()
            return try await engine.read { database throws(ArchiveFailure) in
                let table = schema == 3 ? "candles" : "candles_1h"
                let row = try database.rows("SELECT COUNT(*), SUM(close) FROM \(table)").first
                return (schema, try row?.count(0) ?? 0, try row?.real(1) ?? 0)
            }
        }
    }

    @Test(
        "at any moment leaves the old tables or the new ones, complete, and the next start ends it",
        arguments: Engine.all)
    func killed(_ engine: Engine) async throws {
        try await withFolder { folder in
            let text = try await engine.emptyDatabase(in: folder)
            let (url, settings) = (try DatabaseURL(text), ["DATABASE_URL": text])
            try await makeEarlier(url)
            let before = try await state(of: url)
            #expect(before.schema == 3 && before.hours == Int(Self.rows))
            var random = SeededGenerator(seed: 4)
            // Moments are drawn from a window that shrinks as long as migrations end before they are killed.
            var (killed, window) = (0, Duration.milliseconds(2000))
            for _ in 0..<(Self.kills * 8) where killed < Self.kills {
                let later = window * Double.random(in: 0...1, using: &random)
                let end = try await BitcoinAnalyzer.with(["migrate"], settings, in: folder) { program in
                    try? await ContinuousClock().sleep(for: later)
                    program.destroy()
                    return try await program.end().ending
                }
                if end == .signal(SIGKILL) { killed += 1 } else { window = window * 3 / 4 }
                let after = try await state(of: url)
                #expect(after.hours == before.hours && after.sum == before.sum, "schema \(after.schema)")
                guard after.schema != 3 else { continue }
                if case .sqlite(let file) = url.place {
                    for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + end) }
                    try await makeEarlier(url)
                } else {
                    try await withEngine(of: url) { engine in
                        try await engine.write { database throws(ArchiveFailure) in
                            let names = try SchemaCatalog.everyTable() + [SchemaCatalog.versions]
                            _ = try database.execute("DROP TABLE IF EXISTS \(names.joined(separator: ", "))")
                        }
                    }
                    try await makeEarlier(url)
                }
            }
            #expect(killed == Self.kills)
            let ended = try await BitcoinAnalyzer.run(["migrate"], settings, in: folder)
            #expect(ended.code == 0, "\(ended.errors)")
            let after = try await state(of: url)
            #expect(after.schema == Migration.newest && after.hours == before.hours && after.sum == before.sum)
        }
    }
}
