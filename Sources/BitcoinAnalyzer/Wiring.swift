import API
import Analysis
import Collection
import Dashboard
import Domain
import Exchanges
import Feeds
import FoundationEssentials
import Health
import Hummingbird
import Incidents
import Logging
import OperatingSystem
import Outbound
import Storage
import Telemetry
import Timeline

/// The only place that knows which adapter stands behind a port.
struct Wiring: Sendable {
    let settings: Settings
    /// As `settings` shows them, by name.
    let shownSettings: [String: String]
    /// Where `DATABASE_URL` was read.
    let databaseOrigin: String
    let time: MarketClock
    /// Whether the world is a simulated one; its data are kept apart from real ones.
    let simulated: Bool
    let logger: Logger
    let journal: any Journal
    let client: PoliteClient
    /// What systemd has opened for this process.
    let sockets: PassedSockets
    /// `nil` where nobody asked to be told how the service is doing.
    let manager: ServiceManager?
    /// `nil` where nobody outside wants to hear of runs.
    let pinger: Pinger?

    /// - Throws: ``SettingsFailure``
    init(_ options: CommonOptions, more: [SettingKey: String] = [:], time: MarketClock = .real, simulated: Bool = false)
        throws
    {
        let resolved = try options.resolvedSettings(more)
        let settings = try Settings(resolved)
        self.settings = settings
        shownSettings = Dictionary(
            uniqueKeysWithValues: SettingKey.allCases.compactMap { key in
                settings.shown(key, resolved).map { (key.rawValue, $0) }
            })
        databaseOrigin = resolved[.databaseURL]?.origin ?? "default"
        self.time = time
        self.simulated = simulated
        logger = options.logger(settings)
        journal = LoggingJournal(logger)
        client = PoliteClient(userAgent: "bitcoin-analyzer/\(programVersion)", journal: journal, now: time.now)
        let environment = ProcessInfo.processInfo.environment
        let process = ProcessIdentity.current().id
        sockets = PassedSockets(environment: environment, process: process)
        manager = ServiceManager(environment: environment, process: process)
        // Nobody is to be called because of a simulated world.
        let url = simulated ? nil : settings.pingURL
        pinger = if let url { Pinger(to: url, over: client, journal: journal) } else { nil }
    }

    /// What a command does with the database.
    enum DatabaseAccess {
        /// A database that is not there, or not migrated, is an error: a typing mistake must not look like an empty installation.
        case reading
        /// Reads only, and brings the schema up to date first, so that it may start before the first collection.
        case serving
        case writing
    }

    /// Opens the database and closes it whatever happens.
    ///
    /// Who writes says first which world it writes about, so that simulated and real rows never mix.
    /// - Throws: ``ArchiveFailure``, and what `work` throws.
    func withDatabase<T: Sendable>(for purpose: DatabaseAccess, _ work: (OpenDatabase) async throws -> T) async throws
        -> T
    {
        let database: Database
        do {
            database = try await Database.open(settings.databaseURL, migrate: purpose != .reading)
        } catch {
            await client.shutdown()
            throw error
        }
        do {
            if purpose == .writing {
                try await database.claim(simulated ? .simulated : .real)
                await incidentDelivery(to: database).deliver()
            }
            let result = try await work(
                OpenDatabase(wiring: self, database: database, simulated: try await database.isSimulated()))
            await close(database)
            return result
        } catch {
            await close(database)
            throw error
        }
    }

    /// For work that opens the database in its own way.
    func withoutDatabase<T: Sendable>(_ work: () async throws -> T) async throws -> T {
        await client.shutdown()
        return try await work()
    }

    /// Whether the holder of a lease is known not to exist any more.
    var isGone: @Sendable (LeaseHolder) -> Bool { ProcessIdentity.isGone }

    var incidentOutbox: IncidentOutbox { IncidentOutbox(stateDirectory: settings.stateDirectory) }

    func incidentDelivery(to database: Database) -> IncidentDelivery {
        IncidentDelivery(outbox: incidentOutbox, log: database.incidents, journal: journal)
    }

    private func close(_ database: Database) async {
        await pinger?.finish()
        await client.shutdown()
        await database.close()
    }
}

/// What can be built once the database is open.
struct OpenDatabase: Sendable {
    let wiring: Wiring
    let database: Database
    /// Whether its rows come from a simulated world: asked of the database, so that whoever serves it says so.
    let simulated: Bool
    /// What this process knows of its health.
    let facts: SharedFacts

    init(wiring: Wiring, database: Database, simulated: Bool) {
        self.wiring = wiring
        self.database = database
        self.simulated = simulated
        facts = SharedFacts(wiring, database, simulated: simulated)
    }

    private var settings: Settings { wiring.settings }
    private var time: MarketClock { wiring.time }

    func collector() -> Collector {
        let process = ProcessIdentity.current()
        return Collector(
            priceSources: settings.priceSources.map { choice in
                choice.venue.source(baseURL: choice.baseURL, fetcher: timed, apiKey: settings.coinalyzeKey)
            },
            newsSources: FeedSource.sources(of: settings.newsFeeds, fetcher: timed, now: time.now),
            candles: database.candles, news: database.news,
            runs: wiring.pinger.map { PingingRunLog(markedRuns, pinger: $0) } ?? markedRuns,
            leases: Leases(
                registry: database.leases, host: process.host, process: process.id, processStart: process.start,
                isGone: ProcessIdentity.isGone,
                // Leases are about processes, which live in real time whatever the market's clock says.
                now: MarketClock.real.now),
            journal: wiring.journal, destination: settings.databaseIdentity.fields, now: time.now)
    }

    /// A demo's own database is gone with it, and must not be looked for afterwards.
    private var markedRuns: any RunLog {
        wiring.simulated
            ? database.runs
            : MarkedRunLog(
                database.runs, file: settings.runMarker, database: settings.databaseIdentity, journal: wiring.journal)
    }

    func reader() -> LocalMarketReader {
        LocalMarketReader(
            candles: database.candles, news: database.news, analyst: EmbeddedAnalyst(), simulated: simulated,
            freshness: settings.priceFreshness, now: time.now)
    }

    func incidentReader() -> LocalIncidentReader { LocalIncidentReader(log: database.incidents, simulated: simulated) }

    var databaseWatch: DatabaseWatch {
        DatabaseWatch(facts: facts, own: settings.databaseIdentity, journal: wiring.journal)
    }

    /// What `/readyz` checks.
    var readiness: Readiness { Readiness(journal: wiring.journal, facts: facts.readiness) }

    /// What `GET /v1/status` returns.
    var status: StatusRoute { StatusRoute { Array(try JSONEncoder.compact.encode(await facts.status())) } }

    /// The API as a service.
    func api(
        version: DataVersion, requests: RequestMetrics = RequestMetrics(),
        onListening: @escaping @Sendable (String) async -> Void = { _ in }
    ) -> ListenerService {
        let responses = ResponseCache(version: version, requests: requests, now: time.now)
        return ListenerService(
            "api",
            router: APIRouter.make(
                reader: reader(), runs: database.runs, responses: responses, readiness: readiness,
                incidents: database.incidents, status: status,
                metrics: metrics(version: version, requests: requests),
                requests: requests, timeline: timeline(), admin: settings.adminToken,
                clock: MarketClock.real.now, simulated: simulated),
            at: settings.api, sockets: wiring.sockets,
            responses: responses, simulated: simulated, logger: wiring.logger, onListening: onListening)
    }

    var records: RecordReader { RecordReader(runs: database.runs, incidents: database.incidents) }

    /// What `GET /v1/timeline` reads: the records, our own journal and our own log files, and nothing of the rest of the host.
    private func timeline() -> NewestEntries {
        let folder = settings.logsDirectory
        let hasJournal = JournalLines.isAvailable(searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "")
        return NewestEntries(
            records: records, files: { DefaultLogs.own(folder: folder) }, run: hasJournal ? SystemCommand.port : nil,
            now: MarketClock.real.now)
    }

    private var timed: TimeoutFetcher { TimeoutFetcher(client: wiring.client, timeout: settings.sourceTimeout) }
}

/// The polite client with the timeout of the settings.
private struct TimeoutFetcher: HTTPFetcher {
    let client: PoliteClient
    let timeout: Duration

    func fetch(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        var request = request
        request.timeout = timeout
        return try await client.fetch(request)
    }
}
