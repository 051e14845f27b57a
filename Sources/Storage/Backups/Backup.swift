package import Domain

/// A copy of the whole database in one file, made while others read and write, and read back before it gets its name.
package struct Backup: Sendable {
    let url: DatabaseURL
    let runTool: RunTool

    /// - Parameter runTool: runs PostgreSQL's own programs.
    package init(of url: DatabaseURL, runTool: @escaping RunTool) {
        self.url = url
        self.runTool = runTool
    }

    package struct Report: Hashable, Sendable, Encodable {
        /// Without the password.
        package let database: String
        package let file: String
        package let bytes: Int
        package let schema: Int
        package let tables: [TableCount]
        /// Open time.
        package let newestCandle: Timestamp?
        /// What was done to make sure that it can be restored.
        package let verified: Verification

        enum CodingKeys: String, CodingKey {
            case database, file, bytes, schema, tables, newestCandle = "newest_candle", verified
        }
    }

    package enum Verification: String, Sendable, Encodable {
        /// Every page was read by `PRAGMA integrity_check`, the rows were counted in the copy.
        case sqlite = "integrity_check, schema version and row counts, read from the copy"
        /// `pg_restore` unpacked all of it, and each table has as many rows in it as in the snapshot that was dumped.
        case postgres = "unpacked whole by pg_restore, row counts compared with the snapshot that was dumped"
    }

    /// Writes the backup to `path`, with the rights of its owner alone.
    /// - Parameters:
    ///   - replacing: whether a file that is there already may be replaced.
    ///   - progress: told the share done, 0 to 1, where the engine tells it.
    /// - Throws: ``ArchiveFailure``, ``BackupFailure``; what was at `path` is still there then.
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
                        fr: "la sauvegarde a été arrêtée avant la fin\u{202F}; aucun fichier n’est resté"),
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
            try SQLiteCopy.settle(path)
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
    /// Throws unless there is a schema of this program, of this version or an older one: before an upgrade is when a
    /// backup is wanted.
    @discardableResult
    func requireKnown() async throws(ArchiveFailure) -> Int {
        let schema = try await version()
        guard schema > 0 else { throw .notMigrated(engine.place, schema: 0, known: Migration.newest) }
        guard schema <= Migration.newest else { throw .newer(engine.place, schema: schema, known: Migration.newest) }
        return schema
    }
}
