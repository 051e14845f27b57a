import Domain

/// Restores an archive as SQL, run by `psql` in one transaction that first drops the tables of this program and finally
/// verifies the row counts.
///
/// `pg_restore --clean` drops only tables that the archive contains: tables added by a newer version would remain, with
/// obsolete rows, and conflict with the migration that creates them.
struct PostgresRestore: Sendable {
    let restore: Restore
    let address: PostgresAddress

    func read(from path: String, replacing: Bool) async throws -> Restore.Report {
        let tools = try PostgresTools(address, runTool: restore.runTool)
        let database = Database(url: restore.url, engine: try await PostgresEngine.open(address))
        do throws(ArchiveFailure) {
            try await restore.requireReplaceable(database, replacing: replacing)
        } catch {
            await database.close()
            throw error
        }
        await database.close()

        let script = try PartialFile(for: path + ".sql")
        defer { script.discard() }
        let archive = try await PostgresArchive.unpack(path, to: script.path, tools)
        try check(archive, path)
        try await tools.run(
            [
                "psql", "--no-psqlrc", "--quiet", "--no-password", "--output=/dev/null", "--set=ON_ERROR_STOP=1",
                "--single-transaction",
                "--command=SET LOCAL lock_timeout = '10s'; SET LOCAL client_min_messages = warning",
                "--command=DROP TABLE IF EXISTS \(try dropped(archive).joined(separator: ", "))",
                "--file=\(script.path)",
                "--command=\(Self.counting(archive))",
                "--command=NOTIFY \(PostgresWatcher.channel)",
                "--dbname=\(tools.connection)",
            ])
        return try await restore.report(path, schemaBefore: archive.schema)
    }

    private func check(_ archive: PostgresArchive, _ path: String) throws {
        guard archive.schema > 0 else {
            throw BackupFailure(
                .unusable,
                Phrase(
                    "\(path) is an archive of another program: it has no tables of this one",
                    fr: "\(path) est l’archive d’un autre programme\u{A0}: elle n’a pas les tables de celui-ci"),
                hint: .nameBackup)
        }
        guard archive.schema <= Migration.newest else {
            throw ArchiveFailure.newer(path, schema: archive.schema, known: Migration.newest)
        }
        let known = Set(try SchemaCatalog(version: archive.schema).tables.map(\.name) + [SchemaCatalog.versions])
        let names = Set(archive.tables.map(\.name))
        if let other = names.subtracting(known).min() {
            throw BackupFailure(
                .unusable,
                Phrase(
                    "\(path) also holds the table \(other), which is not of this program",
                    fr: "\(path) contient aussi la table \(other), qui n’est pas de ce programme"),
                hint: Phrase("restore it with pg_restore, or ", fr: "restaurez-la avec pg_restore, ou ") + .nameBackup)
        }
        if let missing = known.subtracting(names + ["leases"]).min() {
            throw BackupFailure(
                .unusable,
                Phrase(
                    "\(path) lacks the rows of the table \(missing)",
                    fr: "il manque à \(path) les lignes de la table \(missing)"), hint: .useAnotherBackup)
        }
    }

    /// The tables of the archive in their schemas, and the tables of this version in the search path.
    private func dropped(_ archive: PostgresArchive) throws(ArchiveFailure) -> [String] {
        let schemas = Set(archive.tables.map { String($0.qualified.dropLast($0.name.utf8.count)) })
        let names = try SchemaCatalog().tables.map(\.name) + [SchemaCatalog.versions]
        return schemas.sorted().flatMap { schema in names.map { schema + $0 } } + names
    }

    private static func counting(_ archive: PostgresArchive) -> String {
        let checks = archive.tables.map { table in
            "IF (SELECT COUNT(*) FROM \(table.qualified)) <> \(table.rows) THEN RAISE EXCEPTION 'not every row of "
                + "\(table.name) arrived'; END IF;"
        }
        return "DO $$ BEGIN \(checks.joined(separator: " ")) END $$"
    }
}
