package import Domain

/// A copy of the complete database in one file, made while it is in use, and verified before it gets its name.
package struct Backup: Sendable {
    let url: DatabaseURL
    let runTool: RunTool

    /// - Parameter runTool: runs `pg_dump` and `pg_restore`.
    package init(of url: DatabaseURL, runTool: @escaping RunTool) {
        self.url = url
        self.runTool = runTool
    }

    /// The result of a backup.
    package struct Report: Hashable, Sendable, Encodable {
        /// The URL of the database, without the password.
        package let database: String
        /// The path of the backup.
        package let file: String
        /// The size of the file.
        package let bytes: Int
        /// The schema version of the database.
        package let schema: Int
        /// The tables and their row counts.
        package let tables: [TableCount]
        /// The open time of the newest candle; `nil` without candles.
        package let newestCandle: Timestamp?
        /// How the backup was verified.
        package let verified: Verification

        enum CodingKeys: String, CodingKey {
            case database, file, bytes, schema, tables, newestCandle = "newest_candle", verified
        }
    }

    /// The verification of a backup, as printed in the report.
    package enum Verification: String, Sendable, Encodable {
        /// Every page was read by `PRAGMA integrity_check`, and the rows were counted in the copy.
        case sqlite = "integrity_check, schema version and row counts, read from the copy"
        /// `pg_restore` unpacked the archive, and the row counts equal those of the dumped snapshot.
        case postgres = "unpacked whole by pg_restore, row counts compared with the snapshot that was dumped"
    }

    /// Writes the backup to `path`, readable and writable by its owner only.
    /// - Parameters:
    ///   - replacing: whether an existing file may be replaced.
    ///   - progress: called with the completed share, 0 to 1, where the engine reports it.
    /// - Throws: ``ArchiveFailure``, ``BackupFailure``; an existing file at `path` is then unchanged.
    package func write(to path: String, replacing: Bool, progress: @escaping @Sendable (Double) -> Void)
        async throws -> Report
    {
        guard replacing || PartialFile.size(of: path) == nil else {
            throw BackupFailure(
                .exists, Phrase("\(path) already exists", fr: "\(path) existe déjà"),
                hint: Phrase(
                    "name another file, or give --force to replace it",
                    fr: "indiquez un autre fichier, ou donnez --force pour le remplacer"))
        }
        let partial = try PartialFile(for: path)
        do {
            let content: (schema: Int, counts: [TableCount], newestCandle: Timestamp?, verified: Verification) =
                switch url.place {
                case .sqlite(let file): try await sqlite(file, to: partial.path, progress: progress)
                case .postgres(let address):
                    try await PostgresBackup(address: address, runTool: runTool).write(to: partial.path)
                }
            guard !Task.isCancelled else {
                throw BackupFailure(
                    .stopped,
                    Phrase(
                        "the backup was stopped before its end; no file was left",
                        fr: "la sauvegarde a été arrêtée avant la fin\u{A0}; aucun fichier n’est resté"),
                    hint: Phrase("run it again", fr: "relancez-la"))
            }
            let bytes = PartialFile.size(of: partial.path) ?? 0
            try partial.keep()
            return Report(
                database: url.description, file: path, bytes: bytes, schema: content.schema, tables: content.counts,
                newestCandle: content.newestCandle, verified: content.verified)
        } catch {
            partial.discard()
            throw error
        }
    }

    private func sqlite(
        _ file: String, to path: String, progress: @escaping @Sendable (Double) -> Void
    ) async throws -> (Int, [TableCount], Timestamp?, Verification) {
        let engine = try await SQLiteEngine.open(url, path: file, create: false)
        do {
            try await Migrator(engine).requireKnown()
            try await engine.copy(to: path, progress: progress)
            try SQLiteCopy.finalize(path)
            let content = try SQLiteCopy.check(path)
            await engine.close()
            return (content.schema, content.counts, content.newestCandle, .sqlite)
        } catch {
            await engine.close()
            throw error
        }
    }
}

extension Migrator {
    /// The schema version, which may be older than this program: a backup is most useful before an upgrade.
    /// - Throws: `notMigrated`, `newer`
    @discardableResult
    func requireKnown() async throws(ArchiveFailure) -> Int {
        let schema = try await version()
        guard schema > 0 else { throw .notMigrated(engine.place, schema: 0, known: Migration.newest) }
        guard schema <= Migration.newest else { throw .newer(engine.place, schema: schema, known: Migration.newest) }
        return schema
    }
}
