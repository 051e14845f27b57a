import Domain

/// Copies the backup beside the database, verifies and migrates the copy, and gives it the name of the database; the
/// replaced file is kept.
struct SQLiteRestore: Sendable {
    let restore: Restore
    /// The database that is replaced.
    let file: String

    func read(from path: String, replacing: Bool) async throws -> Restore.Report {
        try await requireReplaceable(replacing)
        let before = try SQLiteCopy.check(path)
        try SQLiteFile(path: file, place: restore.url.description).prepareFolder(create: true)
        let partial = try PartialFile(for: file)
        let kept: String?
        do {
            try SQLiteCopy.copyFile(path, to: partial.path)
            // Migrated and verified under the temporary name: until the rename, a failure leaves the database
            // unchanged.
            let copy = try await Database.open(.sqlite(file: partial.path), migrate: true, now: restore.now)
            await copy.close()
            try SQLiteCopy.finalize(partial.path)
            _ = try SQLiteCopy.check(partial.path)
            try partial.takeRightsOfTarget()
            guard !Task.isCancelled else {
                throw BackupFailure(
                    .stopped,
                    Phrase("stopped before anything was replaced", fr: "arrêtée avant que rien ne soit remplacé"),
                    hint: Phrase("run it again", fr: "relancez-la"))
            }
            kept = try SQLiteSwap(file: file, now: restore.now).put(partial)
        } catch {
            partial.discard()
            throw error
        }
        return try await restore.report(path, schemaBefore: before.schema, kept: kept)
    }

    private func requireReplaceable(_ replacing: Bool) async throws(ArchiveFailure) {
        guard PartialFile.size(of: file) != nil else { return }
        let engine: SQLiteEngine
        do throws(ArchiveFailure) {
            engine = try await SQLiteEngine.open(restore.url, path: file, create: false)
        } catch  where error.kind == .corrupt {
            // A damaged database cannot be checked for rows, and is when a backup is needed most.
            guard replacing else {
                throw ArchiveFailure(
                    .notEmpty, error.message,
                    hint: Phrase(
                        "give --force to put the backup in its place; the damaged file is kept beside it",
                        fr:
                            "donnez --force pour mettre la sauvegarde à sa place\u{A0}; le fichier endommagé est "
                            + "gardé à côté"
                    ),
                    detail: error.detail)
            }
            return
        }
        let database = Database(url: restore.url, engine: engine)
        do throws(ArchiveFailure) {
            try await restore.requireReplaceable(database, replacing: replacing)
        } catch {
            await database.close()
            guard error.kind == .corrupt, replacing else { throw error }
            return
        }
        await database.close()
    }
}
