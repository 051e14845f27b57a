import Collection
import Domain
import Exchanges
import Health
import Incidents
import OperatingSystem
import Outbound
import Storage

extension DatabaseFacts {
    /// Opens the database as a reader, reads the facts of all checks, and closes it.
    /// - Parameter thorough: whether to read a complete file for damage, which takes time.
    static func read(_ settings: Settings, thorough: Bool = true) async -> DatabaseFacts {
        await facts(settings) {
            let database = try await Database.open(settings.databaseURL, migrate: false, isInspection: true)
            do {
                var contents = try await contents(of: database, settings, thorough: thorough)
                try await contents.readMarketData(of: database, settings)
                await database.close()
                return contents
            } catch {
                await database.close()
                throw error
            }
        }
    }

    /// Reads the facts of all checks from an open database.
    static func read(_ database: Database, _ settings: Settings) async -> DatabaseFacts {
        await facts(settings) {
            try await database.checkSchema()
            return try await contents(of: database, settings, thorough: false)
        }
    }

    private static func facts(_ settings: Settings, _ contents: () async throws -> Contents) async -> DatabaseFacts {
        do {
            return .read(try await contents())
        } catch let failure as ArchiveFailure {
            return .failed(await explained(failure, settings))
        } catch {
            return .failed(
                ArchiveFailure(
                    .statement, Phrase("the database failed", fr: "la base de données a échoué"),
                    hint: Phrase("this is a bug: please report it", fr: "c’est un bogue\u{A0}: merci de le signaler"),
                    detail: "\(error)"))
        }
    }

    /// The failure with what else shows its reason: who holds the lock, or that a run has written to the missing file.
    private static func explained(_ failure: ArchiveFailure, _ settings: Settings) async -> ArchiveFailure {
        if failure.kind == .notFound, let file = settings.databaseURL.file, FileIdentity(file) == nil,
            let marker = try? settings.runMarker.read(),
            marker.database.fingerprint == settings.databaseIdentity.fingerprint
        {
            var deleted = ArchiveFailure(
                .replaced,
                Phrase(
                    "\(settings.databaseURL) was deleted: run \(marker.run) wrote to it at \(marker.started)",
                    fr: "\(settings.databaseURL) a été supprimée\u{A0}: la collecte \(marker.run) y a écrit le "
                        + "\(marker.started)"),
                hint: Phrase(
                    "restore the latest backup; without one, bitcoin-analyzer migrate makes an empty database",
                    fr:
                        "restaurez la dernière sauvegarde\u{A0}; sans sauvegarde, bitcoin-analyzer migrate crée une base "
                        + "vide"),
                detail: failure.detail, command: "bitcoin-analyzer restore BACKUP --force")
            deleted.reasons = [
                Evidence(
                    time: marker.finished ?? marker.started, source: "\(settings.stateDirectory)/last-run.json",
                    line: "run \(marker.run) wrote to \(marker.database.description)")
            ]
            return deleted
        }
        return await Database.named(failure, in: settings.databaseURL)
    }

    private static func contents(of database: Database, _ settings: Settings, thorough: Bool) async throws -> Contents {
        var contents = Contents(schema: try await database.schemaVersion())
        let examination = try await database.examine(thorough: thorough)
        contents.damage = examination.damage
        contents.partlyRead = examination.partlyRead
        contents.writing = examination.writing
        contents.serverTime = examination.serverTime
        contents.simulated = try await database.isSimulated()
        contents.newestCandle = try await database.candles.candles(of: .oneHour, in: nil, limit: 1).first
        contents.newestArticle = try await database.news.articles(matching: NewsQuery(), limit: 1).first?.firstSeen
        contents.sources = try await database.sources.states()
        contents.feeds = try await database.feeds.feeds()
        contents.runs = try await database.runs.runs(before: nil, limit: 30)
        // A day of two languages with two attempts; of a model that is not asked any more, the last one.
        contents.modelCalls = try await database.models.calls(
            before: nil, limit: settings.model.shownModel == nil ? 1 : 100)
        contents.rangeCoverage = try await database.scores.coverage(
            since: MarketClock.real.now() - .days(30))
        contents.deliveries = try await database.notices.deliveries()
        contents.browsers = try await database.pushSubscriptions.subscriptions().map(\.receiver)
        contents.openIncidents = try await database.incidents.incidents(
            matching: IncidentQuery(state: .open), limit: 100)
        contents.collecting = try await database.leases.holder(of: Collector.lease).map {
            CollectionLease(holder: $0, isGone: ProcessIdentity.isGone($0))
        }
        do {
            let marker = try settings.runMarker.read()
            contents.lastRunHere = marker
            contents.marker = .known(
                try await MarkerVerdict.judge(marker, own: settings.databaseIdentity, in: database.runs))
        } catch let error as RunMarkerFile.Unreadable {
            contents.marker = .unknown(error.phrase)
        }
        return contents
    }
}

extension DatabaseFacts.Contents {
    /// The period of the shares of the sources.
    private static let supplied: Duration = .days(30)

    /// Reads what only the status shows: how complete the candles are, and who supplied them. Takes as long as finding
    /// every gap.
    mutating func readMarketData(of database: Database, _ settings: Settings, now: Timestamp = MarketClock.real.now())
        async throws
    {
        absences = try await database.sources.absences(limit: 5)
        let hour = Interval.oneHour.openTime(containing: now)
        supply = try await database.candles.supply(
            of: .oneHour, in: TimeRange(hour - Self.supplied, until: hour + .hours(1)))
        let sources = settings.priceSources.map { choice in
            let source = choice.venue.source(baseURL: choice.baseURL, fetcher: NoFetcher())
            return (name: source.name, facts: source.facts)
        }
        intervals = []
        for interval in settings.collectIntervals {
            guard let extent = try await database.candles.extent(of: interval) else { continue }
            let missing = try await MissingCandles(
                of: interval, in: TimeRange(extent.first, until: interval.openTime(containing: now)),
                database.candles, sources: sources, log: database.sources, now: now)
            intervals.append(
                IntervalFacts(
                    interval, extent, stored: try await database.candles.count(of: interval), owed: missing.owed,
                    absent: missing.absent))
        }
    }
}

/// For sources that are asked for their facts only.
private struct NoFetcher: HTTPFetcher {
    func fetch(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        throw .notConnected(host: "", detail: "not asked")
    }
}
