package import Domain

/// Replaces a database by the rows of a backup, completely or not at all.
///
/// A backup may come from a stranger: only rows are taken from it, each value is checked, and they are written into
/// tables that this program makes. A backup of either engine can be restored into either.
package struct Restore: Sendable {
    let url: DatabaseURL
    let runTool: RunTool
    let isGone: @Sendable (LeaseHolder) -> Bool
    let now: Timestamp

    /// - Parameters:
    ///   - url: the database that is replaced.
    ///   - runTool: runs `pg_restore`, for archives of earlier versions.
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
        /// Whether the backup has checksums, and they match.
        package let verified: Bool

        enum CodingKeys: String, CodingKey {
            case database, file, schemaBefore = "backup_schema", schema, tables, newestCandle = "newest_candle", kept,
                verified
        }
    }

    /// Restores a backup.
    /// - Parameters:
    ///   - replacing: whether a database that holds rows, or cannot be read, may be replaced.
    ///   - unverified: whether a backup of an earlier version, which has no checksums, may be restored.
    /// - Throws: ``ArchiveFailure``, `stopped` when cancelled, ``BackupFailure``; the database is then unchanged.
    package func read(from input: BackupInput, replacing: Bool, unverified: Bool = false) async throws -> Report {
        try await Cancellation.observed(
            Phrase(
                "the restore was stopped before its end; \(url) is unchanged",
                fr: "la restauration a été arrêtée avant la fin\u{A0}; \(url) est inchangée")
        ) { try await read(from: input, replacing: replacing, unverified: unverified, $0) }
    }

    private func read(
        from input: BackupInput, replacing: Bool, unverified: Bool, _ cancellation: Cancellation
    ) async throws -> Report {
        let format = try BackupFormat(of: input)
        if format != .rows { try requireAccepted(input.path, unverified) }
        let rows: any BackupRows =
            switch format {
            case .rows: try BackupFile(input.descriptor, path: input.path)
            case .sqlite:
                try await BlockingWork.alone { () throws -> SQLiteBackupFile in
                    try SQLiteBackupFile(input, cancellation)
                }
            case .postgres: try await PostgresArchive(input, runTool, cancellation)
            }
        // Everything is checked before anything is touched.
        let content = try await BlockingWork.alone { try rows.content(cancellation) }
        let loader = RowLoader(rows: rows, content: content, now: now)
        let loaded: RowLoader.Loaded
        let kept: String?
        switch url.place {
        case .sqlite(let file):
            (loaded, kept) = try await SQLiteRestore(restore: self, file: file).load(
                loader, replacing: replacing, cancellation)
        case .postgres(let address):
            loaded = try await PostgresRestore(restore: self, address: address).load(
                loader, replacing: replacing, cancellation)
            kept = nil
        }
        withExtendedLifetime(input) {}
        // From here on it is restored: what asks the database, or whether to stop, could say otherwise.
        return Report(
            database: "\(url)", file: rows.path, schemaBefore: rows.schema, schema: Migration.newest,
            tables: loaded.tables, newestCandle: loaded.newestCandle, kept: kept, verified: format == .rows)
    }

    private func requireAccepted(_ path: String, _ unverified: Bool) throws(BackupFailure) {
        guard !unverified else { return }
        throw BackupFailure(
            .unverified,
            Phrase(
                "\(path) is a backup of an earlier version, without checksums: damage to it cannot be noticed",
                fr: "\(path) est une sauvegarde d’une version antérieure, sans sommes de contrôle\u{A0}: un dommage "
                    + "passerait inaperçu"),
            hint: Phrase(
                "restore a newer backup, or give --unverified to restore the rows of this one",
                fr: "restaurez une sauvegarde plus récente, ou donnez --unverified pour restaurer les lignes de "
                    + "celle-ci"))
    }

    func requireReplaceable(_ database: Database, replacing: Bool) async throws(ArchiveFailure) {
        do throws(ArchiveFailure) {
            try await database.requireNoActiveCollection(now: now, isGone: isGone)
        } catch  where error.kind == .schemaDamaged && replacing {
            // Without its tables nothing is collected into it, and a backup is what it needs.
        }
        guard !replacing else { return }
        let held = try await database.recordCounts()
        guard held.isEmpty else { throw .notEmpty("\(url)", held) }
    }
}
