import API
import Domain
import Hummingbird
import Logging

/// `GET /news` and `GET /analysis`.
struct ReadingRoutes: Sendable {
    let reader: any MarketReader
    let past: PastAnalysisCache
    let operations: OperationsAuthorization
    let health: HealthReader
    let deadline: Duration
    let templates: Templates
    let files: AssetCatalog.Addresses
    let now: @Sendable () -> Timestamp
    let logger: Logger
    private let work = SharedWork<Key, RenderedPage>(limit: 4, queue: 60)

    private struct Key: Hashable {
        /// `nil` for the analysis.
        let filter: NewsFilter?
        let language: Language
        var mayRate = false
        var hasRated = false
    }

    init(
        reader: any MarketReader, past: PastAnalysisCache, operations: OperationsAuthorization, health: HealthReader,
        deadline: Duration,
        templates: Templates,
        files: AssetCatalog.Addresses,
        now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        self.reader = reader
        self.past = past
        self.operations = operations
        self.health = health
        self.deadline = deadline
        self.templates = templates
        self.files = files
        self.now = now
        self.logger = logger
    }

    func add(to router: Router<APIRequestContext>) {
        router.get("/news") { request, _ in
            let page = PageRequest(request)
            let filter = NewsFilter { request.uri.queryParameters[$0[...]].map(String.init) }
            let rendered = try await work.value(for: Key(filter: filter, language: page.language)) {
                await news(filter, in: page.language, at: now())
            }
            return page.response(rendered, to: request)
        }
        router.get("/analysis") { request, _ in
            let page = PageRequest(request)
            var key = Key(filter: nil, language: page.language)
            // The form works with a session only: see ``OperatorForms``.
            key.mayRate = operations.isSignedIn(request)
            key.hasRated = request.uri.queryParameters["rated"] != nil
            let wanted = key
            let rendered = try await work.value(for: wanted) { await analysis(wanted, at: now()) }
            return page.response(rendered, to: request)
        }
    }

    private func analysis(_ key: Key, at now: Timestamp) async -> RenderedPage {
        let (reader, language) = (reader, key.language)
        let pastAnalyses = past
        async let past = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await pastAnalyses.analyses(days: AnalysisPage.pastDays, in: language, at: now)
        }
        let analysis = Loadable(
            await reading(within: deadline) { () async throws(ReadModelFailure) in
                try await reader.analysis(in: language)
            })
        if case .unavailable(let detail, _) = analysis.failure {
            logger.warning("the dashboard cannot read the analysis", metadata: ["detail": "\(detail)"])
        }
        let formatter = LocalizedFormatter(language, at: now)
        let pastResult = await past
        if case .failure(.unavailable(let detail, _)) = pastResult {
            logger.warning("the dashboard cannot read the past analyses", metadata: ["detail": "\(detail)"])
        }
        let view = AnalysisPage(
            analysis, past: try? pastResult.get(), health: await health.chip(in: formatter), mayRate: key.mayRate,
            hasRated: key.hasRated, files: files, in: formatter)
        return RenderedPage(
            templates.html(view), in: language, complete: analysis.failure == nil,
            simulated: analysis.value?.simulated == true, at: now)
    }

    private func news(_ filter: NewsFilter, in language: Language, at now: Timestamp) async -> RenderedPage {
        let reader = reader
        async let news = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await reader.news(filter.query)
        }
        // A month up to the end of the hour, so that `web` asks for the same address for an hour.
        let end = Interval.oneHour.openTime(containing: now) + .hours(1)
        async let mood = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await reader.newsMood(NewsMoodQuery(from: end - .days(Int64(MoodChart.days)), to: end))
        }
        async let candles = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await reader.candles(CandleQuery(.oneDay, limit: MoodChart.days + 1))
        }
        let snapshot = NewsSnapshot(
            news: Loadable(await news), mood: Loadable(await mood), candles: Loadable(await candles))
        if case .unavailable(let detail, _) = snapshot.news.failure {
            logger.warning("the dashboard cannot read the news", metadata: ["detail": "\(detail)"])
        }
        let formatter = LocalizedFormatter(language, at: now)
        let view = NewsPage(
            snapshot, filter: filter, health: await health.chip(in: formatter), files: files, in: formatter)
        return RenderedPage(
            templates.html(view), in: language, complete: snapshot.news.failure == nil,
            simulated: snapshot.news.value?.simulated == true, at: now)
    }
}
