import Domain
import Sandbox
import SandboxSupport
import Support
import Testing

@testable import Storage

@Suite("The report of a restore") struct RestoreReportTests {
    @Test("it has the tables and rows that the database has after its migration", arguments: Engine.all)
    func counted(_ engine: Engine) async throws {
        try await withTarget(engine) { folder, url in
            // Of a schema with one table of candles, which are several now.
            let rows = ["candles": [SampleBackup.firstCandle]]
            try SampleBackup(schema: 3, rows: rows).write(to: folder + "/b")
            let report = try await restore(folder + "/b", into: url)
            #expect(report.schemaBefore == 3 && report.schema == Migration.newest)
            #expect(report.newestCandle == Timestamp(milliseconds: 1_700_002_800_000))
            try await withOpen(url, migrate: false) { database in
                let tables = try SchemaCatalog().copied
                let held = try await database.engine.read { connection throws(ArchiveFailure) in
                    try connection.counts(tables)
                }
                #expect(report.tables == held && held.contains(TableCount(table: "candles_1h", rows: 1)))
            }
        }
    }

    /// The role loses its login with the commit, so that whatever asks the database afterwards fails.
    @Test(
        "a restore is done with its commit, whatever the server refuses then",
        .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.skipped)"))
    func refusedAfterCommit() async throws {
        try await withFolder { folder in
            let server = try await PostgresServer.shared()
            let url = try DatabaseURL(try await server.freshDatabaseURL())
            let name = "\(url.description.split(separator: "/").last ?? "")"
            let role = "r" + name.dropFirst()
            try await server.execute(
                """
                CREATE ROLE \(role) LOGIN PASSWORD 'limited'; GRANT CREATE ON SCHEMA public TO \(role);
                CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS
                $$ BEGIN ALTER ROLE \(role) NOLOGIN; END $$;
                CREATE EVENT TRIGGER refuse ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION refuse()
                """, database: name)
            let limited = try DatabaseURL("postgres://\(role):limited@127.0.0.1:\(server.port)/\(name)")
            try SampleBackup(rows: SampleBackup.candleRows).write(to: folder + "/b")
            let report = try await restore(folder + "/b", into: limited)
            #expect(report.tables.contains(TableCount(table: "candles_1h", rows: 1)))
            let failure = try await archiveFailure { _ = try await Database.open(limited) }
            #expect(failure.kind == .authentication, "the test refuses it: \(failure)")
            #expect(try await allRows(of: url)["candles_1h"]?.count == 1)
        }
    }
}
