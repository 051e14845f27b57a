package import Domain

extension Database {
    /// The state of a database beyond its rows, for the health checks.
    package struct DatabaseInspection: Sendable {
        /// Damage, as SQLite reports it; empty for an intact file, and for a server, which checks itself.
        package let damage: [String]
        /// The tables of a large file that were not read completely.
        package let partlyRead: [String]
        /// The failure of a test write, or what makes the next one fail; `nil` when writes succeed.
        package let writing: ArchiveFailure?
        /// The server's clock; `nil` for a file, which has none.
        package let serverTime: Timestamp?
    }

    /// Inspects the database. The test writes are rolled back.
    /// - Parameter thorough: whether to read an SQLite file for damage: completely up to 512 MB, of a larger one what
    ///   can be read in about three seconds.
    /// - Throws: ``ArchiveFailure`` when it stops responding; `schemaDamaged` when tables or columns are missing.
    package func examine(thorough: Bool = true) async throws(ArchiveFailure) -> DatabaseInspection {
        let catalog = try SchemaCatalog.newest()
        let place = engine.place
        let missing = try await engine.read { database throws(ArchiveFailure) in try database.missing(from: catalog) }
        guard missing.isEmpty else { throw .schemaDamaged(place, missing: missing) }
        let sessions = try await sessions(catalog)
        var writing = await writing(catalog)
        if let failure = writing, failure.kind == .locked { writing = await named(failure) }
        let (damage, partlyRead) = thorough ? try await damage(catalog) : ([], [])
        return DatabaseInspection(
            damage: damage, partlyRead: partlyRead, writing: writing ?? sessions, serverTime: try await serverTime()
        )
    }

    /// The failure with the sessions that hold the lock, where it is one of a server's locks. Asks over a connection of
    /// its own; the failure is unchanged where that fails.
    package func named(_ failure: ArchiveFailure) async -> ArchiveFailure { await Self.named(failure, in: url) }

    /// The same for a database that could not be opened.
    package static func named(_ failure: ArchiveFailure, in url: DatabaseURL) async -> ArchiveFailure {
        guard failure.kind == .locked, case .postgres(let address) = url.place else { return failure }
        do throws(ArchiveFailure) {
            let tables = try SchemaCatalog.newest().tables.map(\.name)
            let engine = try await PostgresEngine.open(address, lockTimeout: 1)
            let held: [PostgresSessions.Session]
            do throws(ArchiveFailure) {
                held = try await engine.read { database throws(ArchiveFailure) in
                    try PostgresSessions.holding(database, tables: tables)
                }
            } catch {
                await engine.close()
                return failure
            }
            await engine.close()
            return held.isEmpty ? failure : .locked(address, by: held, detail: failure.detail)
        } catch {
            return failure
        }
    }

    private func damage(_ catalog: SchemaCatalog) async throws(ArchiveFailure) -> ([String], partlyRead: [String]) {
        guard url.file != nil else { return ([], []) }
        do throws(ArchiveFailure) {
            let found = try await engine.read { database throws(ArchiveFailure) in try SQLiteDamage(database, catalog) }
            return (found.lines, found.partlyRead)
        } catch {
            guard error.kind == .corrupt else { throw error }
            return ([error.detail ?? error.message.english], [])
        }
    }

    /// Less than other writers wait for a lock, so that a lock is told from a database that does not respond also on a
    /// busy machine: the whole inspection has seven seconds.
    static let inspectionLockTimeout: Duration = .seconds(2)

    /// Writes to every table as the service does, without a row: a privilege may be missing on one of them only.
    private func writing(_ catalog: SchemaCatalog) async -> ArchiveFailure? {
        let undo = ArchiveFailure(.statement, Phrase(verbatim: "rolled back on purpose"), hint: .empty)
        do throws(ArchiveFailure) {
            try await engine.write(lockTimeout: Self.inspectionLockTimeout) { database throws(ArchiveFailure) in
                var refused: ArchiveFailure?
                for table in catalog.tables {
                    do throws(ArchiveFailure) {
                        try Self.touch(table, in: database)
                    } catch {
                        let isRaised = error.kind == .statement || error.detail?.contains("P0001") == true
                        guard database.dialect == .postgres, isRaised else {
                            throw error.kind == .authentication ? error.asWriting(table.name) : error
                        }
                        // What of another program refuses it, its own checks say better.
                        refused = refused ?? error
                    }
                }
                // What a trigger does shows in a row that is written; so does what refuses every row, which is found
                // first.
                if let failure = try PostgresAdditions.failure(database, catalog) { throw failure }
                if let failure = try PostgresTriggers.failure(
                    database, tables: catalog.tables.map(\.name))
                {
                    throw failure
                }
                throw refused ?? undo
            }
            return nil
        } catch {
            return error == undo ? nil : error
        }
    }

    private static func touch(_ table: SchemaCatalog.Table, in database: any SQLConnection) throws(ArchiveFailure) {
        guard let column = table.columns.last?.name else { return }
        let name = table.name
        // SQLite takes its write lock with the transaction; a server checks privileges even where no row can match.
        guard database.dialect == .postgres else {
            _ = try database.execute("DELETE FROM \(name) WHERE 1 = 0")
            return
        }
        try database.execute("SAVEPOINT touch")
        do throws(ArchiveFailure) {
            // A trigger of the statement fires all the same.
            _ = try database.execute("DELETE FROM \(name) WHERE 1 = 0")
            _ = try database.execute("INSERT INTO \(name) SELECT * FROM \(name) WHERE 1 = 0")
            _ = try database.execute("UPDATE \(name) SET \(column) = \(column) WHERE 1 = 0")
        } catch {
            try database.execute("ROLLBACK TO SAVEPOINT touch")
            throw error
        }
    }

    /// What other sessions of a server do to ours.
    private func sessions(_ catalog: SchemaCatalog) async throws(ArchiveFailure) -> ArchiveFailure? {
        guard case .postgres(let address) = url.place else { return nil }
        let tables = catalog.tables.map(\.name)
        return try await engine.read { database throws(ArchiveFailure) in
            let blocking = try PostgresSessions.blocking(database, tables: tables)
            if !blocking.isEmpty { return .locked(address, by: blocking) }
            if let failure = try PostgresObstacles.standby(database) {
                return failure
            }
            if let failure = try PostgresObstacles.rowSecurity(database, tables: tables) {
                return failure
            }
            guard let (used, limit) = try PostgresSessions.exhausted(database) else { return nil }
            var failure = PostgresFailure.connecting(
                address, message: "\(used) of \(limit) connections are in use", state: "53300")
            failure.reasons = try PostgresSessions.users(database)
            return failure
        }
    }

    private func serverTime() async throws(ArchiveFailure) -> Timestamp? {
        guard url.file == nil else { return nil }
        return try await engine.read { database throws(ArchiveFailure) in
            try database.rows("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)").first?.time(0)
        }
    }
}

extension ArchiveFailure {
    /// A missing privilege as what it is to the service: one table cannot be written.
    fileprivate func asWriting(_ table: String) -> ArchiveFailure {
        ArchiveFailure(
            .readOnly,
            message
                + Phrase(
                    ": the table \(table) cannot be written", fr: "\u{A0}: la table \(table) ne peut pas être écrite"),
            hint: hint, detail: detail, command: command)
    }
}
