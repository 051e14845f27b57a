import Analysis
package import Domain
package import Hummingbird

/// `/v1/price`, `/v1/candles`, `/v1/indicators`, `/v1/news`, `/v1/news/mood`, `/v1/analysis` and `/v1/analyses`.
package struct MarketRoutes: Sendable {
    private let reader: any MarketReader
    private let responses: ResponseCache
    private let clock: @Sendable () -> Timestamp
    /// One at a time, as a year of news takes seconds of a processor.
    private let moods = SharedWork<MoodKey, NewsMoodResponse>(limit: 1, queue: maxWaitingMoods)

    /// One at a time likewise.
    private let pastAnalyses = SharedWork<AnalysesKey, PastAnalysesResponse>(limit: 1, queue: maxWaitingMoods)

    /// Further requests for moods are refused: each that waits takes the place of another response.
    static let maxWaitingMoods = 3

    private struct AnalysesKey: Hashable {
        let days: Int
        let language: Language
        let version: UInt64
    }

    private struct MoodKey: Hashable {
        let query: NewsMoodQuery
        let version: UInt64
    }

    package init(reader: any MarketReader, responses: ResponseCache, clock: @escaping @Sendable () -> Timestamp) {
        self.reader = reader
        self.responses = responses
        self.clock = clock
    }

    package func add(to router: Router<APIRequestContext>) {
        router.add(MarketOperations.price) { query, context in
            try await responses.respond(to: query, context) {
                let price = try await reader.price()
                // A fresh price becomes stale without a change of the data.
                return ResponseContent(price, validUntil: price.stale ? nil : price.freshUntil)
            }
        }
        router.add(MarketOperations.candles) { request, context in
            let query = try candleQuery(request)
            return try await responses.respond(to: request, as: try request.format(), context) {
                let page = try await reader.candles(query)
                return ResponseContent(page, next: page.next.map { query.address("/v1/candles", before: $0) })
            }
        }
        router.add(MarketOperations.indicators) { request, context in
            let query = IndicatorQuery(
                try request[MarketOperations.indicatorNames], of: try candleQuery(request, path: "/v1/indicators"))
            return try await responses.respond(to: request, as: try request.format(), context) {
                let page = try await reader.indicators(query)
                return ResponseContent(page, next: page.next.map { query.address(before: $0) })
            }
        }
        router.add(MarketOperations.news) { request, context in
            let query = try articleQuery(request)
            return try await responses.respond(to: request, as: try request.format(), context) {
                let page = try await reader.news(query)
                return ResponseContent(
                    page,
                    next: page.next.map { next in
                        var words = ["limit=\(query.limit)", "before=\(next)"]
                        if let language = query.filter.language { words.append("lang=\(language)") }
                        if let publisher = query.filter.publisher {
                            words.append("publisher=\(publisher.percentEncoded)")
                        }
                        if let mood = query.mood { words.append("mood=\(mood.rawValue)") }
                        if let text = query.filter.text { words.append("q=\(text.percentEncoded)") }
                        return "/v1/news?" + words.joined(separator: "&")
                    }, validUntil: page.validUntil)
            }
        }
        router.add(MarketOperations.newsMood) { request, context in
            let query = try moodQuery(request)
            return try await responses.respond(to: request, as: try request.format(), context) {
                let now = clock()
                let mood = try await moods.value(for: MoodKey(query: query, version: responses.dataVersion)) {
                    try await reader.newsMood(query)
                }
                // The days shift with the clock, and news that are dated ahead become due.
                let validUntil = [mood.validUntil, now + .minutes(10)].compactMap(\.self).min()
                return ResponseContent(mood, validUntil: query.to ?? now >= now ? validUntil : nil)
            }
        }
        router.add(MarketOperations.analyses) { request, context in
            let (language, days) = (try request.language(), try request[MarketOperations.analysisDays])
            return try await responses.respond(to: request, as: try request.format(), context, in: language) {
                // The days shift at midnight.
                let tomorrow = Interval.oneDay.openTime(containing: clock()) + .days(1)
                let key = AnalysesKey(days: days, language: language, version: responses.dataVersion)
                let past = try await pastAnalyses.value(for: key) {
                    try await reader.analyses(days: days, in: language)
                }
                return ResponseContent(past, language: language, validUntil: tomorrow)
            }
        }
        router.add(MarketOperations.analysis) { request, context in
            let language = try request.language()
            return try await responses.respond(to: request, context, in: language) {
                let analysis = try await reader.analysis(in: language)
                return ResponseContent(analysis, language: language, validUntil: analysis.validUntil)
            }
        }
    }

    private func candleQuery(
        _ request: OperationQuery, path: String = "/v1/candles"
    ) throws(Problem) -> CandleQuery {
        let interval = try request[MarketOperations.interval]
        let (from, to) = (try request[MarketOperations.from], try request[MarketOperations.to])
        if let from, let to, from >= to { throw .invalidParameter("from (\(from)) must be earlier than to (\(to))") }
        var before: Timestamp?
        if let cursor = try request[.before] {
            guard case .candles(interval, let position) = cursor else {
                throw .foreignCursor("\(path)?interval=\(interval.rawValue)")
            }
            before = position
        }
        return CandleQuery(
            interval, from: from, to: to, limit: try request[MarketOperations.candleLimit], before: before)
    }

    private func moodQuery(_ request: OperationQuery) throws(Problem) -> NewsMoodQuery {
        let (from, to) = (try request[MarketOperations.moodFrom], try request[MarketOperations.moodTo])
        guard let from else {
            if let to { return NewsMoodQuery(to: to) }
            return NewsMoodQuery()
        }
        let end = to ?? clock()
        if from >= end { throw .invalidParameter("from (\(from)) must be earlier than to (\(end))") }
        if from + NewsMoodQuery.longestSpan < end {
            throw .invalidParameter("from (\(from)) and to (\(end)) must be at most 366 days apart")
        }
        return NewsMoodQuery(from: from, to: to)
    }

    private func articleQuery(_ request: OperationQuery) throws(Problem) -> ArticleQuery {
        var filter = NewsQuery(
            language: try request[MarketOperations.newsLanguage], publisher: try request[MarketOperations.publisher],
            text: try request[MarketOperations.text])
        if let cursor = try request[.before] {
            guard case .news(let position) = cursor else {
                throw .foreignCursor("/v1/news")
            }
            filter.before = position
        }
        return ArticleQuery(
            filter, mood: try request[MarketOperations.mood], limit: try request[MarketOperations.newsLimit])
    }
}

extension CandleQuery {
    /// The address of the page after a cursor.
    fileprivate func address(_ path: String, before: String) -> String {
        var words = ["interval=\(interval.rawValue)", "limit=\(limit)", "before=\(before)"]
        if let from { words.append("from=\(from.rfc3339)") }
        return path + "?" + words.joined(separator: "&")
    }
}

extension IndicatorQuery {
    fileprivate func address(before: String) -> String {
        candles.address("/v1/indicators", before: before)
            + "&names=\(names.map(\.name).joined(separator: ",").percentEncoded)"
    }
}
