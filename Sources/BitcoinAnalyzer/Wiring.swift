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
import Notifications
import OperatingSystem
import Outbound
import Storage
import Telemetry
import Timeline

/// The composition root: the only place that chooses the adapter for each port.
struct Wiring: Sendable {
    let settings: Settings
    /// The settings for display, without secrets, by name.
    let shownSettings: [String: String]
    /// Where `DATABASE_URL` is set.
    let databaseOrigin: String
    let time: MarketClock
    /// Whether the sources are simulated; their data is kept apart from real data.
    let simulated: Bool
    let logger: Logger
    /// For lines that clients cause, whose number is bounded.
    let requestLogger: Logger
    let journal: any Journal
    /// Who may read operational details over HTTP; shared by all listeners, so that wrong tokens are counted together.
    let operations: OperationsAuthorization
    let client: PoliteClient
    /// The exchange rate that prices are shown by in euros too.
    let knownRate: KnownRate
    /// The connections of clients to the listeners of this process.
    let connections: ConnectionRegister
    /// Listening sockets passed by systemd.
    let sockets: PassedSockets
    /// `nil` when not started by systemd with `Type=notify`.
    let manager: ServiceManager?
    /// `nil` without `PING_URL`.
    let pinger: Pinger?

    /// Where root would work in folders of another user, it becomes that user: see ``UserRights``.
    /// - Parameter keepingRoot: for a command that also needs what root alone may do.
    /// - Throws: ``SettingsFailure``, ``UserRights/Failure``
    init(
        _ options: CommonOptions, overrides: [SettingKey: String] = [:], time: MarketClock = .real,
        simulated: Bool = false, keepingRoot: Bool = false
    ) throws {
        let resolved = try options.resolvedSettings(overrides)
        let settings = try Settings(resolved)
        if !keepingRoot { try settings.adoptRights(language: options.language) }
        self.settings = settings
        shownSettings = Dictionary(
            uniqueKeysWithValues: SettingKey.allCases.compactMap { key in
                settings.shown(key, resolved).map { (key.rawValue, $0) }
            })
        databaseOrigin = resolved[.databaseURL]?.origin ?? ResolvedSettings.defaultOrigin
        self.time = time
        self.simulated = simulated
        logger = options.logger(settings)
        let written = logger
        requestLogger = Logger(label: logger.label) { _ in BoundedLogHandler(written.handler) }
        journal = LoggingJournal(logger)
        operations = OperationsAuthorization(
            settings.operations, token: settings.adminToken, proxies: settings.limits.trustedProxies)
        client = PoliteClient(
            userAgent: "bitcoin-analyzer/\(programVersion)", privateHosts: settings.privateHosts,
            proxies: settings.proxies, journal: journal, now: time.now)
        knownRate = KnownRate()
        connections = ConnectionRegister(
            settings.limits.within(DescriptorLimit.current), areDescriptorsLeft: { FreeDescriptors.areLeft($0) })
        let environment = ProcessInfo.processInfo.environment
        let process = ProcessIdentity.current().id
        sockets = PassedSockets(environment: environment, process: process)
        manager = ServiceManager(environment: environment, process: process)
        // Simulated runs are not reported to the outside.
        let url = simulated ? nil : settings.pingURL
        pinger = if let url { Pinger(to: url, over: client, journal: journal) } else { nil }
    }

    /// How a command uses the database.
    enum DatabaseAccess {
        /// Reads only. A missing or unmigrated database is an error, so that a mistyped URL is not taken for an empty
        /// database.
        case reading
        /// Reads only, after migrating the schema, so that a service may start before the first collection.
        case serving
        /// Reads and writes, after migrating the schema and claiming the database for real or simulated data.
        case writing
    }

    /// Opens the database for `work`, and closes it afterwards.
    ///
    /// A writer first claims the database for real or simulated data, so that the two never mix.
    /// - Parameter otherwise: runs instead where the database cannot be opened.
    /// - Throws: ``ArchiveFailure``, and what `work` throws.
    func withDatabase<T: Sendable>(
        for access: DatabaseAccess, migrating progress: (@Sendable (Double) -> Void)? = nil,
        _ work: (OpenDatabase) async throws -> T, otherwise: ((ArchiveFailure) async -> T)? = nil
    ) async throws -> T {
        let database: Database
        do {
            database = try await Database.open(
                settings.databaseURL, migrate: access != .reading, progress: progress ?? MigrationLog(journal).record)
        } catch {
            let result = await otherwise?(error)
            await client.shutdown()
            guard let result else { throw error }
            return result
        }
        do {
            if let mode = settings.databaseURL.weakEncryption {
                journal.record(
                    Event(
                        .warning,
                        "the connection to \(settings.databaseURL) is not verified (sslmode=\(mode)): anyone on the way can "
                            + "read or change it; use sslmode=verify-full"))
            }
            if access == .writing {
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

    /// Runs work that opens the database by itself.
    func withoutDatabase<T: Sendable>(_ work: () async throws -> T) async throws -> T {
        await client.shutdown()
        return try await work()
    }

    /// Whether the holder of a lease is known to have ended.
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

/// The adapters and services that need an open database.
struct OpenDatabase: Sendable {
    let wiring: Wiring
    let database: Database
    /// Whether its rows are simulated, as recorded in the database itself.
    let simulated: Bool
    /// The incidents, including those that wait for the database.
    let incidents: CombinedIncidentLog
    /// What this process knows of its health.
    let facts: SharedFacts

    init(wiring: Wiring, database: Database, simulated: Bool) {
        self.wiring = wiring
        self.database = database
        self.simulated = simulated
        incidents = CombinedIncidentLog(database.incidents, outbox: wiring.incidentOutbox)
        facts = SharedFacts(wiring, database, incidents, simulated: simulated)
    }

    private var settings: Settings { wiring.settings }
    private var time: MarketClock { wiring.time }

    func collector() -> Collector {
        let process = ProcessIdentity.current()
        return Collector(
            prices: CollectionPorts(
                priceSources: settings.priceSources.map { choice in
                    choice.venue.source(baseURL: choice.baseURL, fetcher: timed, apiKey: settings.coinalyzeKey)
                },
                witnesses: settings.witnesses.map { $0.witness.source(baseURL: $0.baseURL, fetcher: timed) },
                candles: database.candles, sightings: database.sightings, sources: database.sources,
                journal: wiring.journal, intervals: settings.collectIntervals, every: settings.collectEvery,
                now: time.now, wait: { [time] in try await ContinuousClock().sleep(for: $0 / time.speed) }),
            newsSources: FeedSource.sources(of: settings.newsFeeds, fetcher: timed, now: time.now),
            news: database.news, feeds: database.feeds,
            runs: wiring.pinger.map { PingingRunLog(markedRuns, pinger: $0) } ?? markedRuns,
            leases: Leases(
                registry: database.leases, host: process.host, process: process.id, processStart: process.start,
                isGone: ProcessIdentity.isGone,
                // Leases concern processes, which run in real time.
                now: MarketClock.real.now),
            destination: settings.databaseIdentity.fields)
    }

    /// A demo's database is removed with it, so its runs leave no marker.
    private var markedRuns: any RunLog {
        wiring.simulated
            ? database.runs
            : MarkedRunLog(
                database.runs, file: settings.runMarker, database: settings.databaseIdentity, journal: wiring.journal)
    }

    func reader() -> LocalMarketReader {
        LocalMarketReader(
            candles: database.candles, sightings: database.sightings, news: database.news, analyst: EmbeddedAnalyst(),
            models: database.models, scores: database.scores, simulated: simulated,
            freshness: settings.priceFreshness,
            rate: { [rate = wiring.knownRate, now = time.now] in rate.current(at: now()) },
            now: time.now)
    }

    /// Asks for the exchange rate, where one is wanted. Simulated prices have none.
    var rateWatch: RateWatch {
        RateWatch(
            source: wiring.simulated ? nil : settings.eurRateURL.map { ReferenceRateSource(url: $0, fetcher: timed) },
            known: wiring.knownRate, journal: wiring.journal, now: wiring.time.now)
    }

    func qualityReader() -> QualityReader {
        QualityReader { () async throws(ReadModelFailure) in
            try await ModelQualityResponse(
                of: database.models, database.scores, simulated: simulated, now: time.now())
        }
    }

    func alertReader() -> AlertReader {
        AlertReader { () async throws(ReadModelFailure) in
            try await AlertListResponse(of: database.alerts, simulated: simulated)
        }
    }

    /// - Parameter onChange: called after a change.
    func pushRegistration(onChange: @escaping @Sendable () -> Void) -> PushRegistration {
        PushRegistration(
            database.pushSubscriptions, key: settings.notifications.pushSender?.key.publicText,
            services: settings.notifications.pushServices, simulated: simulated, now: MarketClock.real.now,
            onChange: onChange)
    }

    func incidentReader() -> LocalIncidentReader { LocalIncidentReader(log: incidents, simulated: simulated) }

    var databaseWatch: DatabaseWatch {
        DatabaseWatch(facts: facts, own: settings.databaseIdentity, journal: wiring.journal)
    }

    /// The checks of `/readyz`.
    var readiness: Readiness { Readiness(facts: facts.readiness) }

    /// The response of `GET /v1/status`.
    var status: StatusRoute { StatusRoute(status: statusJSON) }

    var statusJSON: @Sendable (OperationsAccess) async throws -> [UInt8] {
        { access in
            let report = await facts.status()
            let readable = report.withoutQuotations
            let visible =
                switch access {
                case .visitor: report.withholding(Withheld.statusDetails)
                case .reader: readable == report ? report : readable.withholding([Withheld.quotations])
                case .tokenHolder: report
                }
            return Array(try JSONEncoder.compact.encode(visible))
        }
    }

    /// - Parameter onChange: called after a change.
    func alertEditor(onChange: @escaping @Sendable () -> Void) -> AlertEditor {
        AlertEditor(
            database.alerts, candles: database.candles, sightings: database.sightings, now: time.now,
            onChange: onChange)
    }

    /// The API as a service.
    func api(
        version: DataVersion, events: EventStreams, requests: RequestMetrics = RequestMetrics(),
        onListening: @escaping @Sendable (String) async -> Void = { _ in }
    ) -> ListenerService {
        let responses = ResponseCache(version: version, requests: requests, now: time.now)
        return ListenerService(
            "api",
            router: APIRouter.make(
                reader: reader(), runs: database.runs, responses: responses, readiness: readiness,
                incidents: incidents, models: database.models, scores: database.scores,
                alerts: (database.alerts, alertEditor { version.advance() }),
                push: pushRegistration { version.advance() }, status: status,
                metrics: metrics(version: version, requests: requests, events: events),
                requests: requests, operations: wiring.operations, timeline: timeline(), events: events,
                crossOrigin: CrossOriginPolicy(settings.corsOrigins),
                clock: MarketClock.real.now, version: programVersion, simulated: simulated),
            at: settings.api, sockets: wiring.sockets,
            responses: responses, simulated: simulated, register: wiring.connections, requests: requests,
            events: events, logger: wiring.requestLogger, onListening: onListening)
    }

    /// The streams of `/v1/events`, without events.
    func eventStreams() -> EventStreams {
        EventStreams(limit: settings.limits.eventStreams, now: MarketClock.real.now())
    }

    /// Follows the database for all streams.
    func eventPublisher(to streams: EventStreams) -> EventPublisher {
        EventPublisher(
            EventReader(
                candles: database.candles, sightings: database.sightings, news: database.news, runs: database.runs,
                incidents: incidents, market: reader(), intervals: settings.collectIntervals),
            to: streams, now: MarketClock.real.now)
    }

    var records: RecordReader { RecordReader(runs: database.runs, incidents: incidents) }

    /// The source of `GET /v1/timeline`: the stored records, our journal and our log files; nothing else of this host.
    func timeline() -> NewestEntries {
        let folder = settings.logsDirectory
        let hasJournal = JournalLines.isAvailable(searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "")
        return NewestEntries(
            records: records, files: { DefaultLogs.own(folder: folder) }, run: hasJournal ? SystemCommand.port : nil,
            now: MarketClock.real.now)
    }

    private var timed: TimeoutFetcher { TimeoutFetcher(client: wiring.client, timeout: settings.sourceTimeout) }
}

/// The HTTP client with `SOURCE_TIMEOUT`.
private struct TimeoutFetcher: HTTPFetcher {
    let client: PoliteClient
    let timeout: Duration

    func fetch(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        var request = request
        request.timeout = timeout
        return try await client.fetch(request)
    }
}
