import Analysis
package import Domain

/// Builds the read models in process from the archives.
package struct LocalMarketReader: MarketReader {
    private let candleArchive: any CandleArchive
    private let sightings: any SightingLog
    private let newsArchive: any NewsArchive
    private let analyst: any Analyst
    private let models: (any ModelLog)?
    private let scores: (any ScoreLog)?
    private let simulated: Bool
    private let freshness: PriceFreshness
    private let rate: @Sendable () -> ExchangeRate?
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - sightings: knows which candles are doubtful.
    ///   - models: what language models wrote; `nil` for the text of `analyst` only.
    ///   - scores: how earlier analyses turned out; `nil` where that is not shown.
    ///   - simulated: whether the archives hold simulated data.
    ///   - freshness: decides `stale` of the price.
    ///   - rate: the exchange rate by which prices are shown in another currency too.
    package init(
        candles: any CandleArchive, sightings: any SightingLog, news: any NewsArchive, analyst: any Analyst,
        models: (any ModelLog)? = nil, scores: (any ScoreLog)? = nil, simulated: Bool,
        freshness: PriceFreshness, rate: @escaping @Sendable () -> ExchangeRate? = { nil },
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.freshness = freshness
        self.rate = rate
        candleArchive = candles
        self.sightings = sightings
        newsArchive = news
        self.analyst = analyst
        self.models = models
        self.scores = scores
        self.simulated = simulated
        self.now = now
    }

    package func price() async throws(ReadModelFailure) -> PriceResponse {
        guard
            let newest = try await archived({ try await candleArchive.candles(of: .oneHour, in: nil, limit: 1) }).first
        else {
            throw .empty(what: "price")
        }
        let asOf = newest.priceTime
        let dayBefore = Interval.oneHour.openTime(containing: asOf - .hours(24)) - .hours(1)
        let range = TimeRange(dayBefore, until: dayBefore + .hours(1))
        let reference = try await archived { try await candleArchive.candles(of: .oneHour, in: range, limit: 1) }.first
        var price = PriceResponse(newest, dayBefore: reference, simulated: simulated, freshness: freshness, now: now())
        // The newest hour is open, and not compared yet: the one before it shows whether the sources agree.
        let compared = TimeRange(newest.candle.openTime - .hours(1), until: newest.candle.closeTime)
        let doubtful = try await archived { try await sightings.doubtful(of: .oneHour, in: compared) }
        if !doubtful.isEmpty { price.doubtful = true }
        price.converted = rate().flatMap { PriceResponse.ConvertedPrice(price.price, price.quote, $0) }
        return price
    }

    package func candles(_ query: CandleQuery) async throws(ReadModelFailure) -> CandlePage {
        let (page, next) = try await page(of: query)
        let doubtful = try await doubtful(query.interval, page.map(\.candle))
        return CandlePage(
            interval: query.interval,
            candles: page.map { CandleResponse($0, isDoubtful: doubtful.contains($0.candle.openTime)) },
            next: next, simulated: simulated)
    }

    /// The candles of a page, newest first, and the cursor of the next one.
    private func page(of query: CandleQuery) async throws(ReadModelFailure) -> ([ArchivedCandle], next: String?) {
        let start = query.from ?? Timestamp(milliseconds: 0)
        let ends = [query.to, query.before].compactMap(\.self)
        let range =
            ends.isEmpty && query.from == nil
            ? nil : TimeRange(start, until: ends.min() ?? Timestamp(milliseconds: .max))
        // One more than the limit shows whether there is a next page.
        let found = try await archived {
            try await candleArchive.candles(of: query.interval, in: range, limit: query.limit + 1)
        }
        let page = Array(found.prefix(query.limit))
        let next =
            found.count > query.limit
            ? page.last.map { Cursor.candles(query.interval, before: $0.candle.openTime).text } : nil
        return (page, next)
    }

    package func indicators(_ query: IndicatorQuery) async throws(ReadModelFailure) -> IndicatorPage {
        let (page, next) = try await page(of: query.candles)
        let memory = query.names.map(\.memory).max() ?? 0
        var earlier: [ArchivedCandle] = []
        if let first = page.last?.candle.openTime {
            earlier = try await archived {
                try await candleArchive.candles(
                    of: query.candles.interval, in: TimeRange(.earliest, until: first), limit: memory)
            }
        }
        return IndicatorPage(
            query, earlier.reversed() + page.reversed(), page: Set(page.map(\.candle.openTime)), next: next,
            simulated: simulated)
    }

    /// The open times of the doubtful ones of these candles.
    private func doubtful(_ interval: Interval, _ candles: [Candle]) async throws(ReadModelFailure) -> Set<Timestamp> {
        guard let first = candles.map(\.openTime).min(), let last = candles.map(\.closeTime).max() else { return [] }
        return try await archived {
            Set(try await sightings.doubtful(of: interval, in: TimeRange(first, until: last)).map(\.openTime))
        }
    }

    package func news(_ query: ArticleQuery) async throws(ReadModelFailure) -> ArticlePage {
        let found = try await archived { try await StoryReader(archive: newsArchive, now: now()).page(query) }
        var page = ArticlePage(
            news: found.stories.map { ArticleResponse($0.first, alsoReportedBy: $0.reports.map(\.article)) },
            next: found.next.map { Cursor.news(before: $0).text }, simulated: simulated)
        page.validUntil = found.validUntil
        return page
    }

    package func newsMood(_ query: NewsMoodQuery) async throws(ReadModelFailure) -> NewsMoodResponse {
        let end = query.to ?? now()
        let start = Self.startOfDay(query.from ?? end - NewsMoodQuery.defaultSpan)
        let (moods, validUntil) = try await archived {
            let reader = StoryReader(archive: newsArchive, now: now())
            return (try await reader.moods(from: start, to: end), try await reader.validUntil(NewsQuery()))
        }
        let days = Dictionary(grouping: moods) { Self.startOfDay($0.time) }
        var response = NewsMoodResponse(
            days: days.sorted { $0.key > $1.key }.map { NewsMoodResponse.Day($0.key, moods: $0.value.map(\.mood)) },
            simulated: simulated)
        response.validUntil = validUntil
        return response
    }

    /// In UTC.
    private static func startOfDay(_ time: Timestamp) -> Timestamp {
        let day: Int64 = 86_400_000
        let rest = time.milliseconds % day
        return Timestamp(milliseconds: time.milliseconds - (rest < 0 ? rest + day : rest))
    }

    package func analysis(in language: Language) async throws(ReadModelFailure) -> AnalysisResponse {
        let market = try await market(at: now())
        guard let briefing = await analyst.briefing(on: market, in: language) else { throw .empty(what: "analysis") }
        let written = try await archived { try await models?.analysis(of: briefing.asOf, in: language) }
        var response = AnalysisResponse(
            written.map { WrittenBriefing(briefing, $0).briefing } ?? briefing, simulated: simulated,
            freshness: freshness, fallbackReason: written.flatMap { $0.text == nil ? $0.outcome : nil })
        response.trackRecord = try await archived {
            try await scores?.scored(since: market.now - TrackRecordResponse.span)
        }.map { TrackRecordResponse(ScoreSummary($0)) }
        return response
    }

    package func analyses(days: Int, in language: Language) async throws(ReadModelFailure) -> PastAnalysesResponse {
        let reader = PastAnalysisReader(
            candles: candleArchive, sightings: sightings, news: newsArchive, analyst: analyst, models: models,
            freshness: freshness)
        return PastAnalysesResponse(
            analyses: try await archived { try await reader.analyses(days: days, until: now(), in: language) },
            simulated: simulated)
    }

    /// All that an analysis is made from.
    package func market(at now: Timestamp) async throws(ReadModelFailure) -> MarketView {
        let hours = Int(MarketView.span.components.seconds / 3600)
        let stored = try await archived { try await candleArchive.candles(of: .oneHour, in: nil, limit: hours) }
        let disputed = try await doubtful(.oneHour, stored.map(\.candle))
        // Without prices there is no analysis for which news would be read.
        let hasPrices = stored.contains(where: \.isClosed)
        let news = try await archived {
            guard hasPrices else { return [ArchivedArticle]() }
            let query = ArticleQuery(NewsQuery(since: now - MarketView.newsSpan), limit: Self.maxAnalysedStories)
            return try await StoryReader(archive: newsArchive, now: now).page(query).stories.map(\.first)
        }
        return MarketView(
            closed: stored.reversed().compactMap(ClosedCandle.init),
            open: stored.first.flatMap { $0.isClosed ? nil : $0 },
            disputed: disputed, news: news, now: now, freshness: freshness)
    }

    /// Stories whose mood is read for an analysis.
    private static let maxAnalysedStories = 300

    private func archived<T>(_ read: () async throws -> T) async throws(ReadModelFailure) -> T {
        do {
            return try await read()
        } catch let failure as ArchiveFailure {
            throw .unavailable(detail: failure.description, because: failure.kind)
        } catch {
            throw .unavailable(detail: "\(error)")
        }
    }
}

extension PriceResponse {
    /// - Parameter dayBefore: the candle that closed 24 hours before the newest price; `nil` when it is not archived.
    init(
        _ newest: ArchivedCandle, dayBefore: ArchivedCandle?, simulated: Bool, freshness: PriceFreshness,
        now: Timestamp
    ) {
        let reference = dayBefore.flatMap {
            $0.isClosed && $0.candle.quote == newest.candle.quote ? $0.candle.close : nil
        }
        // Exchanges publish at most eight decimals; anything beyond is binary rounding error.
        let change = reference.map { ((newest.candle.close - $0) * 1e8).rounded() / 1e8 }
        self.init(
            price: newest.candle.close, quote: newest.candle.quote, change24h: change,
            change24hPercent: reference.flatMap { reference in
                change.map { ($0 / reference * 1e6).rounded() / 1e4 }
            },
            source: newest.source, run: newest.run, asOf: newest.priceTime,
            stale: freshness.isStale(newest.priceTime, at: now), freshUntil: freshness.freshUntil(newest.priceTime),
            simulated: simulated)
    }
}
