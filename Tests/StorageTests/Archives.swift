import Domain
import Support
import Testing

@testable import Storage

/// One set of archives: of a database, or in memory, as the tests of other modules use them.
struct Archives: Sendable {
    let candles: any CandleArchive
    let sightings: any SightingLog
    let sources: any SourceLog
    let news: any NewsArchive
    let feeds: any FeedLog
    let runs: any RunLog
    let leases: any LeaseRegistry
    let incidents: any IncidentLog
    let models: any ModelLog
    let scores: any ScoreLog
    let alerts: any AlertLog
    let notices: any NoticeLog
    let browsers: any PushSubscriptionLog
    /// Those in memory count nothing.
    let modelTotals: (any ModelCounting)?

    init(_ database: Database) {
        candles = database.candles
        sightings = database.sightings
        sources = database.sources
        news = database.news
        feeds = database.feeds
        runs = database.runs
        leases = database.leases
        incidents = database.incidents
        models = database.models
        scores = database.scores
        alerts = database.alerts
        notices = database.notices
        browsers = database.pushSubscriptions
        modelTotals = database.modelTotals
    }

    /// In memory.
    init() {
        candles = MemoryCandles()
        sightings = MemorySightings()
        sources = MemorySources()
        let feeds = MemoryFeeds()
        news = MemoryNews(feeds: feeds, formerID: { FormerArticleID.of($0.link) })
        self.feeds = feeds
        runs = MemoryRuns()
        leases = MemoryLeases()
        incidents = MemoryIncidents()
        models = MemoryModels()
        scores = MemoryScores()
        let notifications = MemoryNotifications()
        (alerts, notices) = (notifications, notifications)
        browsers = MemoryPushSubscriptions()
        modelTotals = nil
    }
}

/// What the rules of the ports are tested on: every engine, and memory.
enum ArchiveKind: Hashable, Sendable, CustomTestStringConvertible {
    case engine(Engine)
    case memory

    static let all: [ArchiveKind] = Engine.all.map { .engine($0) } + [.memory]

    var testDescription: String {
        switch self {
        case .engine(let engine): engine.testDescription
        case .memory: "memory"
        }
    }
}

/// Lends empty archives to a test.
func withArchives(_ kind: ArchiveKind, _ body: (Archives) async throws -> Void) async throws {
    switch kind {
    case .engine(let engine): try await withDatabase(engine) { try await body(Archives($0)) }
    case .memory: try await body(Archives())
    }
}
