import Domain

/// Migrates a database to the schema of this program.
struct Migrator: Sendable {
    let engine: any SQLEngine
    let migrations: [Migration]

    init(_ engine: any SQLEngine, migrations: [Migration] = Migration.all) {
        self.engine = engine
        self.migrations = migrations
    }

    /// Applies the missing migrations in one transaction. Processes that start at the same time wait for each other.
    /// - Parameter progress: called with the completed share of a migration that moves rows, 0 to 1.
    func migrate(now: Timestamp, progress: @escaping @Sendable (Double) -> Void = { _ in })
        async throws(ArchiveFailure)
    {
        // Usually nothing is missing, and no lock is needed.
        let found = try await version()
        guard found != newest else { return }
        let (migrations, newest, place) = (migrations, newest, engine.place)
        try await engine.write { database throws(ArchiveFailure) in
            if let lock = database.dialect.migrationLock { _ = try database.rows(lock) }
            if found == 0 { try Self.refuseObstacles(database, place: place) }
            try Self.refuseForeign(database, place: place)
            try database.liftTimeLimits()
            try Self.apply(migrations, in: database, now: now, progress: progress) { applied throws(ArchiveFailure) in
                guard applied <= newest else { throw .newer(place, schema: applied, known: newest) }
            }
        }
    }

    /// Applies those of the migrations that are missing, within the transaction of the caller.
    /// - Parameter check: gets the version found.
    static func apply(
        _ migrations: [Migration], in database: any SQLConnection, now: Timestamp,
        progress: (Double) -> Void = { _ in },
        check: (Int) throws(ArchiveFailure) -> Void = { _ in }
    ) throws(ArchiveFailure) {
        try database.execute(
            "CREATE TABLE IF NOT EXISTS \(SchemaCatalog.versions) (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT "
                + "NULL, applied_at BIGINT NOT NULL)"
        )
        let applied = try version(in: database)
        try check(applied)
        for migration in migrations where migration.version > applied {
            for statement in migration.statements(database.dialect) { try database.execute(statement) }
            try migration.move?(database, progress)
            try database.execute(
                "INSERT INTO \(SchemaCatalog.versions) (version, name, applied_at) VALUES (?, ?, ?)",
                [.count(migration.version), .text(migration.name), .time(now)])
        }
    }

    /// Throws `newer` or `notMigrated` unless the schema is the current version.
    func check() async throws(ArchiveFailure) {
        let found = try await version()
        guard found <= newest else { throw .newer(engine.place, schema: found, known: newest) }
        let place = engine.place
        if found == 0 {
            try await engine.read { database throws(ArchiveFailure) in
                try Self.refuseObstacles(database, place: place)
                try Self.refuseForeign(database, place: place)
            }
        }
        guard found == newest else { throw .notMigrated(engine.place, schema: found, known: newest) }
    }

    /// The version of the newest applied migration; 0 for a database without our tables.
    /// - Throws: `schemaDamaged` when our tables are there, and that of the versions is not.
    func version() async throws(ArchiveFailure) -> Int {
        do throws(ArchiveFailure) {
            return try await engine.read { database throws(ArchiveFailure) in try Self.version(in: database) }
        } catch {
            guard error.kind == .schemaDamaged else { throw error }
            let place = engine.place
            return try await engine.read { database throws(ArchiveFailure) in
                guard try Self.isOurs(database) else { return 0 }
                // All come with one commit: where ours are visible, that of the versions is too, unless it was removed.
                guard try database.hasVersions() else {
                    throw .schemaDamaged(place, missing: [SchemaCatalog.versions])
                }
                return try Self.version(in: database)
            }
        }
    }

    /// - Throws: `foreign` where only another program has tables: ours are neither put among them nor in their place.
    static func refuseForeign(_ database: any SQLConnection, place: String) throws(ArchiveFailure) {
        var tables: [String] = []
        for row in try database.rows(database.dialect.tables) { tables.append(try row.text(0)) }
        guard let foreign = tables.min(), try !isOurs(database) else { return }
        throw .foreign(place, table: foreign)
    }

    /// - Throws: `otherSchema` or `authentication` where no tables are visible to this user, and there are some.
    private static func refuseObstacles(_ database: any SQLConnection, place: String) throws(ArchiveFailure) {
        if let failure = try PostgresObstacles.otherSchema(database) { throw failure }
        if let failure = try PostgresObstacles.rowSecurity(database, tables: [SchemaCatalog.versions]) {
            throw failure
        }
    }

    /// Whether a database is of this program: other programs have a table named `articles` too, or `schema_migrations`.
    private static func isOurs(_ database: any SQLConnection) throws(ArchiveFailure) -> Bool {
        if try database.hasVersions() { return true }
        // That table may have been removed. Tables of an earlier version are as good a sign.
        for migration in Migration.all.reversed() {
            let catalog =
                try migration.version == Migration.newest ? .newest() : SchemaCatalog(version: migration.version)
            if try database.completeTables(of: catalog).count >= sufficientTables { return true }
        }
        return false
    }

    /// So many tables with all of our columns are not in a database by chance.
    private static let sufficientTables = 3

    private var newest: Int { migrations.last?.version ?? 0 }

    static func version(in database: any SQLConnection) throws(ArchiveFailure) -> Int {
        // The names, as other programs have a table of that name with other columns.
        try database.rows("SELECT COALESCE(MAX(version), 0), MAX(name), MAX(applied_at) FROM schema_migrations")
            .first?.count(0) ?? 0
    }
}

extension ArchiveFailure {
    fileprivate static func foreign(_ place: String, table: String) -> ArchiveFailure {
        ArchiveFailure(
            .foreign,
            Phrase(
                "\(place) belongs to another program: it has tables (\(table)), but not those of this program",
                fr: "\(place) appartient à un autre programme\u{A0}: elle a des tables (\(table)), mais pas "
                    + "celles de ce programme"),
            hint: Phrase(
                "point DATABASE_URL to a database of its own; this one was not changed",
                fr: "indiquez dans DATABASE_URL une base réservée à ce programme\u{A0}; celle-ci n’a pas été modifiée"))
    }

    static func newer(_ place: String, schema: Int, known: Int) -> ArchiveFailure {
        ArchiveFailure(
            .newer,
            Phrase(
                "\(place) was written by a newer version of this program (its schema is \(schema), this one knows "
                    + "\(known))",
                fr:
                    "\(place) a été écrite par une version plus récente de ce programme (son schéma est \(schema), "
                    + "celui-ci connaît \(known))"
            ),
            hint: Phrase(
                "install the newer version here too, or point DATABASE_URL to another database",
                fr: "installez aussi la version plus récente ici, ou indiquez une autre base dans DATABASE_URL"))
    }

    static func notMigrated(_ place: String, schema: Int, known: Int) -> ArchiveFailure {
        let found =
            schema == 0
            ? Phrase("has no tables of this program yet", fr: "n’a pas encore les tables de ce programme")
            : Phrase(
                "has schema \(schema), and this program needs \(known)",
                fr: "a le schéma \(schema), et ce programme demande le \(known)")
        return ArchiveFailure(.notMigrated, Phrase(verbatim: "\(place) ") + found, hint: .migrate)
    }
}
