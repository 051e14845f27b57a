package import Domain

/// A backup put in the place of the database, all of it or nothing.
package struct Restore: Sendable {
    let url: DatabaseURL
    let runTool: RunTool
    let isGone: @Sendable (LeaseHolder) -> Bool
    let now: Timestamp

    /// - Parameters:
    ///   - url: the database that is replaced.
    ///   - runTool: runs PostgreSQL's own programs.
    ///   - isGone: whether a lease's holder is known not to exist any more.
    package init(
        into url: DatabaseURL, runTool: @escaping RunTool, isGone: @escaping @Sendable (LeaseHolder) -> Bool,
        now: Timestamp
    ) {
        self.url = url
        self.runTool = runTool
        self.isGone = isGone
        self.now = now
    }

    package struct Report: Hashable, Sendable, Encodable {
        /// Without the password.
        package let database: String
        package let file: String
        /// Of the backup, and of the database now.
        package let schemaBefore: Int
        package let schema: Int
        package let tables: [TableCount]
        package let newestCandle: Timestamp?
        /// Where the database that was there before has been kept; `nil` when there was none, and for a server.
        package let kept: String?

        enum CodingKeys: String, CodingKey {
            case database, file, schemaBefore = "backup_schema", schema, tables, newestCandle = "newest_candle", kept
        }
    }

    /// - Parameter replacing: whether a database that holds rows, or cannot be read, may be replaced.
    /// - Throws: ``ArchiveFailure``, ``BackupFailure``; the database is what it was then.
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
        try await database.requireNobodyCollecting(now: now, isGone: isGone)
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
