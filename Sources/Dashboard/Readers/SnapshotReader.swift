import API
import Domain
import Logging
import Synchronization

/// Asks for the five readings at once, each with its own deadline, and remembers what they last were.
final class SnapshotReader: Sendable {
    private let reader: any MarketReader
    private let incidents: any IncidentReader
    private let deadline: Duration
    private let logger: Logger
    private let lastPrice = LastKnownValue<PriceResponse>()
    private let lastCandles = LastKnownValue<CandlePage>()
    private let lastNews = LastKnownValue<ArticlePage>()
    private let lastAnalyses = Dictionary(
        uniqueKeysWithValues: Language.allCases.map { ($0, LastKnownValue<AnalysisResponse>()) })
    private let lastIncidents = Dictionary(
        uniqueKeysWithValues: Language.allCases.map { ($0, LastKnownValue<IncidentPage>()) })
    private let failing = Mutex<Set<String>>([])
    private let shownRun = Mutex<RunID?>(nil)

    init(_ reader: any MarketReader, incidents: any IncidentReader, deadline: Duration, logger: Logger) {
        self.reader = reader
        self.incidents = incidents
        self.deadline = deadline
        self.logger = logger
    }

    func snapshot(in language: Language, at now: Timestamp) async -> MarketSnapshot {
        let (reader, incidents) = (reader, incidents)
        async let price = reading(within: deadline) { () async throws(ReadModelFailure) in try await reader.price() }
        async let candles = reading(within: deadline) { () async throws(ReadModelFailure) in
            let page = try await reader.candles(CandleQuery(.oneHour, limit: MarketSnapshot.hours))
            guard !page.candles.isEmpty else { throw .empty(what: "candles") }
            return page
        }
        async let news = reading(within: deadline) { () async throws(ReadModelFailure) in
            let page = try await reader.news(ArticleQuery(limit: MarketSnapshot.articles))
            guard !page.news.isEmpty else { throw .empty(what: "news") }
            return page
        }
        async let analysis = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await reader.analysis(in: language)
        }
        async let open = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await incidents.incidents(
                matching: IncidentQuery(state: .open, withEvidence: false), limit: IncidentNotice.asked, in: language)
        }
        let lastIncidents = lastIncidents[language] ?? LastKnownValue()
        let lastAnalysis = lastAnalyses[language] ?? LastKnownValue()
        let snapshot = MarketSnapshot(
            price: lastPrice.part(await price, at: now), candles: lastCandles.part(await candles, at: now),
            news: lastNews.part(await news, at: now), analysis: lastAnalysis.part(await analysis, at: now),
            incidents: lastIncidents.part(await open, at: now), now: now)
        logChanges(in: snapshot)
        if case .success(let price) = await price { logRun(of: price) }
        return snapshot
    }

    /// One line when the page first shows what a run collected: where the chain from a trigger to a person ends.
    private func logRun(of price: PriceResponse) {
        let isNew = shownRun.withLock { shown in
            defer { shown = price.run }
            return shown != price.run
        }
        if isNew { logger.info("the page shows what run \(price.run) collected", metadata: ["run": "\(price.run)"]) }
    }

    /// One line when a part starts to fail and one when it is back, not one for each page.
    private func logChanges(in snapshot: MarketSnapshot) {
        let failures = snapshot.failures
        let now = Set(failures.map(\.part))
        let before = failing.withLock { failing in
            let before = failing
            failing = now
            return before
        }
        for (part, failure) in failures where !before.contains(part) {
            switch failure {
            case .empty: logger.info("the page has nothing to show yet", metadata: ["part": "\(part)"])
            case .unavailable(let detail):
                logger.warning(
                    "a part of the page cannot be read", metadata: ["part": "\(part)", "detail": "\(detail)"])
            }
        }
        for part in before.subtracting(now).sorted() {
            logger.info("a part of the page is back", metadata: ["part": "\(part)"])
        }
    }
}
