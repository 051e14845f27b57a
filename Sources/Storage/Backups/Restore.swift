package import Domain

/// Replaces a database by a backup, completely or not at all.
package struct Restore: Sendable {
    let url: DatabaseURL
    let runTool: RunTool
    let isGone: @Sendable (LeaseHolder) -> Bool
    let now: Timestamp

    /// - Parameters:
    ///   - url: the database that is replaced.
    ///   - runTool: runs `pg_restore` and `psql`.
    ///   - isGone: whether the process of a lease holder is known to have ended.
    package init(
        into url: DatabaseURL, runTool: @escaping RunTool, isGone: @escaping @Sendable (LeaseHolder) -> Bool,
        now: Timestamp
    ) {
        self.url = url
        self.runTool = runTool
        self.isGone = isGone
        self.now = now
    }

    /// The result of a restore.
    package struct Report: Hashable, Sendable, Encodable {
        /// The URL of the database, without the password.
        package let database: String
        /// The path of the backup.
        package let file: String
        /// The schema version of the backup.
        package let schemaBefore: Int
        /// The schema version of the database, after its migration.
        package let schema: Int
        /// The tables and their row counts.
        package let tables: [TableCount]
        /// The open time of the newest candle; `nil` without candles.
        package let newestCandle: Timestamp?
        /// The path at which the replaced database file is kept; `nil` when there was none, and for a server.
        package let kept: String?

        enum CodingKeys: String, CodingKey {
            case database, file, schemaBefore = "backup_schema", schema, tables, newestCandle = "newest_candle", kept
        }
    }

    /// Restores the backup at `path`.
    /// - Parameter replacing: whether a database that holds rows, or cannot be read, may be replaced.
    /// - Throws: ``ArchiveFailure``, ``BackupFailure``; the database is then unchanged.
    package func read(from path: String, replacing: Bool) async throws -> Report {
        switch (try BackupFormat(ofFileAt: path), url.place) {
        case (.sqlite, .sqlite(let file)):
            return try await SQLiteRestore(restore: self, file: file).read(from: path, replacing: replacing)
        case (.postgres, .postgres(let address)):
            return try await PostgresRestore(restore: self, address: address).read(from: path, replacing: replacing)
        case (.sqlite, .postgres):
            let command = "bitcoin-analyzer migrate --set DATABASE_URL=sqlite://\(path) --to URL"
            throw BackupFailure(
                .unusable,
                Phrase(
                    "\(path) is a backup of an SQLite database, and DATABASE_URL is \(url)",
                    fr: "\(path) est la sauvegarde d’une base SQLite, et DATABASE_URL est \(url)"),
                hint: Phrase(
                    "copy it over instead: \(command), with the URL that DATABASE_URL has now",
                    fr: "copiez-la plutôt\u{A0}: \(command), avec l’adresse actuelle de DATABASE_URL"))
        case (.postgres, .sqlite):
            throw BackupFailure(
                .unusable,
                Phrase(
                    "\(path) is a backup of a PostgreSQL database, and DATABASE_URL is \(url)",
                    fr: "\(path) est la sauvegarde d’une base PostgreSQL, et DATABASE_URL est \(url)"),
                hint: Phrase(
                    "restore it into an empty PostgreSQL database (--set DATABASE_URL=postgresql://…), then copy that "
                        + "one over: bitcoin-analyzer migrate --to \(url)",
                    fr:
                        "restaurez-la dans une base PostgreSQL vide (--set DATABASE_URL=postgresql://…), puis copiez "
                        + "celle-ci\u{A0}: bitcoin-analyzer migrate --to \(url)"
                ))
        }
    }

    func requireReplaceable(_ database: Database, replacing: Bool) async throws(ArchiveFailure) {
        try await database.requireNoActiveCollection(now: now, isGone: isGone)
        guard !replacing else { return }
        let held = try await database.recordCounts()
        guard held.isEmpty else { throw .notEmpty("\(url)", held) }
    }

    func report(_ path: String, schemaBefore: Int, kept: String? = nil) async throws(ArchiveFailure) -> Report {
        let database = try await Database.open(url, migrate: true, now: now)
        do throws(ArchiveFailure) {
            let (catalog, place) = (try SchemaCatalog(), "\(url)")
            let schema = try await database.schemaVersion()
            let report = try await database.engine.read { connection throws(ArchiveFailure) in
                let newest = try connection.rows("SELECT MAX(open_time) FROM candles").first?.timeIfAny(0)
                return Report(
                    database: place, file: path, schemaBefore: schemaBefore, schema: schema,
                    tables: try connection.counts(catalog.copied),
                    newestCandle: newest, kept: kept)
            }
            await database.close()
            return report
        } catch {
            await database.close()
            throw error
        }
    }
}
