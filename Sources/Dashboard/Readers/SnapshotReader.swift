import API
import Domain
import Logging
import Synchronization

/// Loads the read models of the main page concurrently, each with its own deadline, and keeps the last known
/// values.
final class SnapshotReader: Sendable {
    private let reader: any MarketReader
    private let incidents: any IncidentReader
    private let deadline: Duration
    private let logger: Logger
    private let lastPrice = LastKnownValue<PriceResponse>()
    private let lastCandles = Mutex<[ChartView: LastKnownValue<CandlePage>]>([:])
    private let lastHours = LastKnownValue<CandlePage>()
    private let lastNews = LastKnownValue<ArticlePage>()
    private let lastMood = LastKnownValue<NewsMoodResponse>()
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

    func snapshot(of view: ChartView, in language: Language, at now: Timestamp) async -> MarketSnapshot {
        let (reader, incidents) = (reader, incidents)
        async let price = reading(within: deadline) { () async throws(ReadModelFailure) in try await reader.price() }
        async let candles = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await Self.candles(of: view, from: reader)
        }
        // A range of hours contains the last day.
        let hasHours = view.interval == .oneHour
        async let hours =
            hasHours
            ? nil
            : reading(within: deadline) { () async throws(ReadModelFailure) in
                try await Self.candles(CandleQuery(.oneHour, limit: MarketSnapshot.hourLimit), from: reader)
            }
        async let minutes =
            !view.range.intervals.contains(.fifteenMinutes)
            ? nil
            : reading(within: deadline) { () async throws(ReadModelFailure) in
                try await reader.candles(CandleQuery(.fifteenMinutes, limit: 1))
            }
        async let news = reading(within: deadline) { () async throws(ReadModelFailure) in
            let page = try await reader.news(ArticleQuery(limit: MarketSnapshot.articleLimit))
            guard !page.news.isEmpty else { throw .empty(what: "news") }
            return page
        }
        // A week up to the end of the hour, so that `web` asks for the same address for an hour.
        let end = Interval.oneHour.openTime(containing: now) + .hours(1)
        async let mood = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await reader.newsMood(NewsMoodQuery(from: end - MarketSnapshot.moodSpan, to: end))
        }
        async let analysis = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await reader.analysis(in: language)
        }
        async let open = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await incidents.incidents(
                matching: IncidentQuery(state: .open, withEvidence: false), limit: ReaderNotice.queryLimit,
                in: language)
        }
        let lastIncidents = lastIncidents[language] ?? LastKnownValue()
        let lastAnalysis = lastAnalyses[language] ?? LastKnownValue()
        let lastCandles = lastCandles.withLock { last in
            let value = last[view] ?? LastKnownValue()
            last[view] = value
            return value
        }
        let chart = await candles
        let snapshot = MarketSnapshot(
            price: lastPrice.loadable(await price, at: now), candles: lastCandles.loadable(chart, at: now),
            hours: lastHours.loadable(await hours ?? chart, at: now),
            hasMinutes: (try? await minutes?.get())?.candles.isEmpty == false,
            news: lastNews.loadable(await news, at: now), newsMood: lastMood.loadable(await mood, at: now),
            analysis: lastAnalysis.loadable(await analysis, at: now),
            incidents: lastIncidents.loadable(await open, at: now), now: now)
        logChanges(in: snapshot)
        if case .success(let price) = await price { logRun(of: price) }
        return snapshot
    }

    /// - Throws: ``ReadModelFailure/empty(what:)`` where there is none.
    private static func candles(_ query: CandleQuery, from reader: any MarketReader) async throws(ReadModelFailure)
        -> CandlePage
    {
        let page = try await reader.candles(query)
        guard !page.candles.isEmpty else { throw .empty(what: "candles") }
        return page
    }

    /// Of all that is stored as weeks, where it is too long for days.
    private static func candles(of view: ChartView, from reader: any MarketReader) async throws(ReadModelFailure)
        -> CandlePage
    {
        let page = try await candles(view.query, from: reader)
        guard view.range == .all, view.interval == .oneDay, page.next != nil else { return page }
        let weeks = try await reader.candles(CandleQuery(.oneWeek, limit: ChartView.maxCandles))
        return weeks.candles.isEmpty ? page : weeks
    }

    /// Logs once when the page first shows the data of a run: the end of the chain from a trigger to a reader.
    private func logRun(of price: PriceResponse) {
        let isNew = shownRun.withLock { shown in
            defer { shown = price.run }
            return shown != price.run
        }
        if isNew { logger.info("the dashboard shows data of run \(price.run)", metadata: ["run": "\(price.run)"]) }
    }

    /// Logs once when a read model starts to fail and once when it recovers, not for every page.
    private func logChanges(in snapshot: MarketSnapshot) {
        let failures = snapshot.failures
        let now = Set(failures.map(\.name))
        let before = failing.withLock { failing in
            let before = failing
            failing = now
            return before
        }
        for (name, failure) in failures where !before.contains(name) {
            switch failure {
            case .empty: logger.info("the dashboard has no \(name) to show yet", metadata: ["part": "\(name)"])
            case .unavailable(let detail, _):
                logger.warning(
                    "the dashboard cannot read the \(name)", metadata: ["part": "\(name)", "detail": "\(detail)"])
            }
        }
        for name in before.subtracting(now).sorted() {
            logger.info("the dashboard can read the \(name) again", metadata: ["part": "\(name)"])
        }
    }
}
