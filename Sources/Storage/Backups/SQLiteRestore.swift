import Domain

/// Makes a new file beside the database, fills it, and gives it the name of the database; the replaced file is kept.
struct SQLiteRestore: Sendable {
    let restore: Restore
    /// The database that is replaced.
    let file: String

    /// - Returns: what the database holds, and the path of the kept old file; `nil` when there was none.
    func load(_ loader: RowLoader, replacing: Bool, _ cancellation: Cancellation) async throws
        -> (RowLoader.Loaded, String?)
    {
        try await requireReplaceable(replacing)
        try SQLiteFile(path: file, place: restore.url.description).prepareFolder(create: true)
        let partial = try PartialFile(for: file)
        do {
            // Until the rename, a failure leaves the database unchanged.
            let engine = try await SQLiteEngine.open(restore.url, path: partial.path, create: false)
            let loaded: RowLoader.Loaded
            do {
                loaded = try await engine.write { database throws(ArchiveFailure) in
                    try loader.load(into: database, cancellation)
                }
                await engine.close()
            } catch {
                await engine.close()
                throw error
            }
            let swap = SQLiteSwap(file: file, now: restore.now)
            let kept = try await BlockingWork.alone { () throws -> String? in
                try SQLiteFile(path: partial.path, place: partial.path).leaveWAL()
                try partial.takeRightsOfTarget()
                try cancellation.check()
                return try swap.put(partial)
            }
            // Brings its log back, without which services that have it open wait for each other. It is restored already.
            if let engine = try? await SQLiteEngine.open(restore.url, path: file, create: false) {
                await engine.close()
            }
            return (loaded, kept)
        } catch {
            partial.discard()
            throw error
        }
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
