import Domain

/// Replaces the tables of this program on a server, in one transaction.
struct PostgresRestore: Sendable {
    let restore: Restore
    let address: PostgresAddress

    /// - Returns: what the database holds.
    func load(_ loader: RowLoader, replacing: Bool, _ cancellation: Cancellation) async throws -> RowLoader.Loaded {
        let engine = try await PostgresEngine.open(address)
        let place = engine.place
        do {
            // Also where rows may be replaced: those of another program are never dropped.
            try await engine.read { database throws(ArchiveFailure) in
                try Migrator.refuseForeign(database, place: place)
            }
            try await restore.requireReplaceable(Database(url: restore.url, engine: engine), replacing: replacing)
            let loaded = try await engine.write { database throws(ArchiveFailure) -> RowLoader.Loaded in
                try database.execute("SET LOCAL lock_timeout = '\(PostgresConnector.defaultLockTimeout)s'")
                try database.liftTimeLimits()
                try database.execute("SET LOCAL client_min_messages = warning")
                // Those of every version: the database may be of an earlier one, or of a later one than the backup.
                let names = try SchemaCatalog.everyTable() + [SchemaCatalog.versions] + database.tablesOfNewerVersions()
                do throws(ArchiveFailure) {
                    _ = try database.interrupted(by: cancellation) { () throws(ArchiveFailure) in
                        try database.execute("DROP TABLE IF EXISTS \(names.joined(separator: ", "))")
                    }
                } catch {
                    guard error.kind == .locked else { throw error }
                    throw ArchiveFailure(.locked, error.message, hint: Database.stopHint, detail: error.detail)
                }
                return try loader.load(into: database, cancellation)
            }
            await engine.close()
            return loaded
        } catch {
            await engine.close()
            throw error
        }
    }
}

extension SQLConnection {
    /// The tables that a newer version of this program has made here, quoted: those of the transaction that recorded
    /// it. Left behind, they would be in the way of that version when it comes again.
    fileprivate func tablesOfNewerVersions() throws(ArchiveFailure) -> [String] {
        guard try hasVersions() else { return [] }
        // A table has a type of its own, whose row is written when it is made, and hardly ever after that.
        let found = try rows(
            """
            SELECT quote_ident(kind.typname) FROM pg_type AS kind JOIN pg_class AS made ON made.oid = kind.typrelid
            WHERE made.relkind = 'r' AND made.relnamespace = current_schema()::regnamespace
              AND kind.xmin::text IN (SELECT xmin::text FROM \(SchemaCatalog.versions) WHERE version > ?)
            """, [.count(Migration.newest)])
        var names: [String] = []
        for row in found { names.append(try row.text(0)) }
        // Known ones are dropped by name.
        let known = Set(try SchemaCatalog.everyTable() + [SchemaCatalog.versions])
        return names.filter { !known.contains($0) }
    }
}
