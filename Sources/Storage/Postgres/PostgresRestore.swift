import Domain

/// Replaces the tables of this program on a server, in one transaction.
struct PostgresRestore: Sendable {
    let restore: Restore
    let address: PostgresAddress

    func load(_ loader: RowLoader, replacing: Bool) async throws {
        let engine = try await PostgresEngine.open(address)
        let place = engine.place
        do {
            // Also where rows may be replaced: those of another program are never dropped.
            try await engine.read { database throws(ArchiveFailure) in
                try Migrator.refuseForeign(database, place: place)
            }
            try await restore.requireReplaceable(Database(url: restore.url, engine: engine), replacing: replacing)
            try await engine.write { database throws(ArchiveFailure) in
                try database.execute("SET LOCAL lock_timeout = '\(PostgresConnector.defaultLockTimeout)s'")
                try database.liftTimeLimits()
                try database.execute("SET LOCAL client_min_messages = warning")
                // Those of every version: the database may be of an earlier one, or of a later one than the backup.
                let names = try SchemaCatalog.everyTable() + [SchemaCatalog.versions]
                do throws(ArchiveFailure) {
                    try database.execute("DROP TABLE IF EXISTS \(names.joined(separator: ", "))")
                } catch {
                    guard error.kind == .locked else { throw error }
                    throw ArchiveFailure(.locked, error.message, hint: Database.stopHint, detail: error.detail)
                }
                try loader.load(into: database)
            }
            await engine.close()
        } catch {
            await engine.close()
            throw error
        }
    }
}
