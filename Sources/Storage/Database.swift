package import Domain
import FoundationEssentials

/// An open database: the archives over SQLite or PostgreSQL.
package struct Database: Sendable {
    /// The address, without the password in any output.
    package let url: DatabaseURL
    /// The archived candles.
    package let candles: any CandleArchive
    /// Stores millions of candles, for imports.
    package let loader: any CandleLoader
    /// Stores the articles of a file, for imports.
    package let articleLoader: any ArticleLoader
    /// What the sources said of the newest candles.
    package let sightings: any SightingLog
    /// What is known of the sources.
    package let sources: any SourceLog
    /// The archived articles.
    package let news: any NewsArchive
    /// What is known of the feeds.
    package let feeds: any FeedLog
    /// The recorded collection runs.
    package let runs: any RunLog
    /// Totals over all recorded runs.
    package let runTotals: any RunCounting
    /// The leases that serialise collection.
    package let leases: any LeaseRegistry
    /// What language models wrote, and every attempt.
    package let models: any ModelLog
    /// Totals over all calls of language models.
    package let modelTotals: any ModelCounting
    /// What analyses said, and how that turned out.
    package let scores: any ScoreLog
    /// The price alerts of readers.
    package let alerts: any AlertLog
    /// Notifications, and their deliveries.
    package let notices: any NoticeLog
    /// The browsers that notifications go to.
    package let pushSubscriptions: any PushSubscriptionLog
    /// The recorded incidents.
    package let incidents: any IncidentLog
    /// Notifications of commits by any process.
    package let changes: any DataChanges
    let engine: any SQLEngine

    /// Opens the database.
    /// - Parameters:
    ///   - migrate: whether to create a missing file and to migrate an older schema, which is safe from several
    ///     processes at once; otherwise both are errors (`notFound`, `notMigrated`).
    ///   - isInspection: whether to wait for a lock only ``inspectionLockTimeout``.
    ///   - progress: called with the completed share of a migration that moves rows, 0 to 1.
    /// - Throws: ``ArchiveFailure`` that names the file or the host, `DATABASE_URL`, and what to do; `newer` for a
    ///   schema of a later version.
    package static func open(
        _ url: DatabaseURL, migrate: Bool = true, isInspection: Bool = false, now: Timestamp = Timestamp(Date()),
        progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws(ArchiveFailure) -> Database {
        let engine: any SQLEngine =
            switch url.place {
            case .sqlite(let file):
                try await SQLiteEngine.open(
                    url, path: file, create: migrate,
                    lockTimeout: isInspection ? inspectionLockTimeout : SQLiteFile.busyTimeout)
            case .postgres(let address):
                try await PostgresEngine.open(
                    address,
                    lockTimeout: isInspection
                        ? Int(inspectionLockTimeout / .seconds(1)) : PostgresConnector.defaultLockTimeout)
            }
        let database = Database(url: url, engine: engine)
        do throws(ArchiveFailure) {
            if migrate {
                try await database.migrate(now: now, progress: progress)
            } else {
                try await Migrator(engine).check()
            }
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
        loader = CandleLoading(engine: engine)
        articleLoader = ArticleLoading(engine: engine)
        sightings = SightingStore(engine: engine)
        sources = SourceStore(engine: engine)
        news = NewsStore(engine: engine)
        feeds = FeedStore(engine: engine)
        runs = RunStore(engine: engine)
        runTotals = RunCounter(engine: engine)
        leases = LeaseStore(engine: engine)
        models = ModelStore(engine: engine)
        modelTotals = ModelCounter(engine: engine)
        scores = ScoreStore(engine: engine)
        alerts = AlertStore(engine: engine)
        notices = NoticeStore(engine: engine)
        pushSubscriptions = PushSubscriptionStore(engine: engine)
        incidents = IncidentStore(engine: engine)
        changes = engine.changes
    }

    /// Migrates the schema to the current version, if necessary.
    /// - Parameter progress: called with the completed share, 0 to 1, where rows are moved.
    package func migrate(
        now: Timestamp = Timestamp(Date()), progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws(ArchiveFailure) {
        try await Migrator(engine).migrate(now: now, progress: progress)
    }

    /// - Throws: `notMigrated` or `newer` when the schema is not the current version.
    package func checkSchema() async throws(ArchiveFailure) {
        try await Migrator(engine).check()
    }

    /// The version of the newest applied migration; 0 before the first. A round trip, which also shows whether the
    /// database responds.
    package func schemaVersion() async throws(ArchiveFailure) -> Int { try await Migrator(engine).version() }

    /// The schema version of this program.
    package static var newestSchemaVersion: Int { Migration.newest }

    /// Marks the database as holding real or simulated data; called before the first write.
    /// - Throws: `originMismatch` when it holds the other kind.
    package func claim(_ origin: DataOrigin) async throws(ArchiveFailure) {
        try await OriginStore(engine: engine).claim(origin)
    }

    /// Whether the rows are real or simulated; `nil` before the first claim.
    package func origin() async throws(ArchiveFailure) -> DataOrigin? { try await OriginStore(engine: engine).origin() }

    /// Whether the rows are simulated, and must be labelled so wherever they are shown.
    package func isSimulated() async throws(ArchiveFailure) -> Bool { try await origin() == .simulated }

    /// Opens a database as ``open(_:migrate:now:)`` does, and closes it after `work`, also when that throws.
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

    /// Waits for pending work, then closes the connections. Streams of changes end.
    package func close() async { await engine.close() }
}
