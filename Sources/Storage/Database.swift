package import Domain
import FoundationEssentials

/// The database that `DATABASE_URL` names, open: one set of archives over SQLite or PostgreSQL.
package struct Database: Sendable {
    package let url: DatabaseURL
    package let candles: any CandleArchive
    package let news: any NewsArchive
    package let runs: any RunLog
    package let runTotals: any RunCounting
    package let leases: any LeaseRegistry
    package let incidents: any IncidentLog
    package let changes: any DataChanges
    let engine: any SQLEngine

    /// Opens the database.
    /// - Parameter migrate: whether a file that does not exist is created and a schema that is behind is brought up to
    ///   date, which is safe to do from several programs at once; without it both are failures (`notFound`,
    ///   `notMigrated`).
    /// - Throws: ``ArchiveFailure`` that names the file or the host, `DATABASE_URL`, and what to do; `newer` for a
    ///   schema of a later version.
    package static func open(_ url: DatabaseURL, migrate: Bool = true, now: Timestamp = Timestamp(Date()))
        async throws(ArchiveFailure)
        -> Database
    {
        let engine: any SQLEngine =
            switch url.place {
            case .sqlite(let file): try await SQLiteEngine.open(url, path: file, create: migrate)
            case .postgres(let address): try await PostgresEngine.open(address)
            }
        let database = Database(url: url, engine: engine)
        do throws(ArchiveFailure) {
            if migrate { try await database.migrate(now: now) } else { try await Migrator(engine).check() }
            return database
        } catch {
            await engine.close()
            throw error
        }
    }

    init(url: DatabaseURL, engine: any SQLEngine) {
        self.url = url
        self.engine = engine
        candles = CandleStore(engine: engine)
        news = NewsStore(engine: engine)
        runs = RunStore(engine: engine)
        runTotals = RunCounter(engine: engine)
        leases = LeaseStore(engine: engine)
        incidents = IncidentStore(engine: engine)
        changes = engine.changes
    }

    /// Brings the schema up to date. Nothing happens when it is.
    package func migrate(now: Timestamp = Timestamp(Date())) async throws(ArchiveFailure) {
        try await Migrator(engine).migrate(now: now)
    }

    /// - Throws: `notMigrated` or `newer` when the schema is not the one that this program reads.
    package func checkSchema() async throws(ArchiveFailure) { try await Migrator(engine).check() }

    /// Version of the newest migration applied; 0 before the first. A round trip to the database: also tells whether it
    /// answers.
    package func schemaVersion() async throws(ArchiveFailure) -> Int { try await Migrator(engine).version() }

    /// The version of the schema that this program reads and writes.
    package static var newestSchemaVersion: Int { Migration.newest }

    /// To be called before the first write: says which world the rows to come are about.
    /// - Throws: `originMismatch` when the database already holds rows of the other one.
    package func claim(_ origin: DataOrigin) async throws(ArchiveFailure) {
        try await OriginStore(engine: engine).claim(origin)
    }

    /// Which world the rows are about; `nil` before the first claim.
    package func origin() async throws(ArchiveFailure) -> DataOrigin? { try await OriginStore(engine: engine).origin() }

    /// Whether what is in it was simulated, and has to be labelled so wherever it is shown.
    package func isSimulated() async throws(ArchiveFailure) -> Bool { try await origin() == .simulated }

    /// Opens a database as ``open(_:migrate:now:)`` does, and closes it whatever happens.
    package static func with<T: Sendable>(_ url: DatabaseURL, _ work: (Database) async throws -> T) async throws -> T {
        let database = try await open(url)
        do {
            let result = try await work(database)
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }

    /// Lets work that has begun finish, then closes. Streams of changes end.
    package func close() async { await engine.close() }
}
