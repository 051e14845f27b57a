import Domain

/// Dumps the tables of this program with `pg_dump`, in a snapshot whose rows have been counted.
struct PostgresBackup: Sendable {
    let address: PostgresAddress
    let runTool: RunTool

    func write(to path: String) async throws -> (Int, [TableCount], Timestamp?, Backup.Verification) {
        let tools = try PostgresTools(address, runTool: runTool)
        let engine = try await PostgresEngine.open(address)
        do {
            let schema = try await Migrator(engine).requireKnown()
            let catalog = try SchemaCatalog(version: schema)
            let (counts, newest) = try await engine.withSnapshot { snapshot in
                let counts = try snapshot.connection.counts(catalog.copied)
                let newest = try snapshot.connection.rows("SELECT MAX(open_time) FROM candles").first?.timeIfAny(0)
                let words = [
                    "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--no-password",
                    "--lock-wait-timeout=30s",
                ]
                let tables = (catalog.tables.map(\.name) + [SchemaCatalog.versions]).map { "--table=\($0)" }
                let rest = [
                    "--exclude-table-data=leases", "--snapshot=\(try snapshot.export())", "--file=\(path)",
                    "--dbname=\(tools.connection)",
                ]
                // A snapshot belongs to one server, whichever host of the address that is.
                try await tools.run(words + tables + rest, host: snapshot.connection.host)
                return (counts, newest)
            }
            try await verify(path, holds: counts, schema: schema, tools)
            await engine.close()
            return (schema, counts, newest, .postgres)
        } catch {
            await engine.close()
            throw error
        }
    }

    private func verify(_ path: String, holds counts: [TableCount], schema: Int, _ tools: PostgresTools)
        async throws
    {
        let script = try PartialFile(for: path + ".sql")
        defer { script.discard() }
        let archive = try await PostgresArchive.unpack(path, to: script.path, tools)
        let found = Dictionary(archive.tables.map { ($0.name, $0.rows) }) { $0 + $1 }
        guard archive.schema == schema, counts.allSatisfy({ found[$0.table] == $0.rows }) else {
            throw BackupFailure(
                .unusable,
                Phrase(
                    "the backup does not hold what was in \(address): it was read back with other rows",
                    fr:
                        "la sauvegarde ne contient pas ce qui était dans \(address)\u{A0}: elle a été relue avec "
                        + "d’autres lignes"
                ),
                hint: Phrase(
                    "run the backup again; if it stays, report this as a bug",
                    fr: "relancez la sauvegarde\u{A0}; si cela persiste, signalez ce bogue"))
        }
    }
}
