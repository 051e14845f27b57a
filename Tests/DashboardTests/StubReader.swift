import API
import Domain

/// A market reader that returns the given results.
struct StubReader: MarketReader {
    var price: Result<PriceResponse, ReadModelFailure>
    var candles: Result<CandlePage, ReadModelFailure>
    var news: Result<ArticlePage, ReadModelFailure>
    var newsMood: Result<NewsMoodResponse, ReadModelFailure> = .success(NewsMoodResponse(days: [], simulated: false))
    var analysis: Result<AnalysisResponse, ReadModelFailure>
    var past: Result<PastAnalysesResponse, ReadModelFailure> = .success(
        PastAnalysesResponse(analyses: [], simulated: false))
    /// Called before each read model.
    var beforeReading: @Sendable () async -> Void = {}

    func price() async throws(ReadModelFailure) -> PriceResponse {
        await beforeReading()
        return try price.get()
    }

    func candles(_ query: CandleQuery) async throws(ReadModelFailure) -> CandlePage {
        await beforeReading()
        return try candles.get()
    }

    /// No page shows them.
    func indicators(_ query: IndicatorQuery) async throws(ReadModelFailure) -> IndicatorPage {
        throw .empty(what: "price")
    }

    func news(_ query: ArticleQuery) async throws(ReadModelFailure) -> ArticlePage {
        await beforeReading()
        return try news.get()
    }

    func newsMood(_ query: NewsMoodQuery) async throws(ReadModelFailure) -> NewsMoodResponse {
        await beforeReading()
        return try newsMood.get()
    }

    func analysis(in language: Language) async throws(ReadModelFailure) -> AnalysisResponse {
        await beforeReading()
        return try analysis.get()
    }

    func analyses(days: Int, in language: Language) async throws(ReadModelFailure) -> PastAnalysesResponse {
        await beforeReading()
        return try past.get()
    }

    mutating func failAll(_ failure: ReadModelFailure) {
        price = .failure(failure)
        candles = .failure(failure)
        news = .failure(failure)
        newsMood = .failure(failure)
        analysis = .failure(failure)
        past = .failure(failure)
    }
}

/// A market reader whose results change during a test.
actor ChangingReader: MarketReader {
    private var current: StubReader

    init(_ current: StubReader) { self.current = current }

    func replace(with reader: StubReader) { current = reader }

    func price() async throws(ReadModelFailure) -> PriceResponse { try await current.price() }
    func candles(_ query: CandleQuery) async throws(ReadModelFailure) -> CandlePage { try await current.candles(query) }
    func indicators(_ query: IndicatorQuery) async throws(ReadModelFailure) -> IndicatorPage {
        try await current.indicators(query)
    }
    func news(_ query: ArticleQuery) async throws(ReadModelFailure) -> ArticlePage { try await current.news(query) }
    func newsMood(_ query: NewsMoodQuery) async throws(ReadModelFailure) -> NewsMoodResponse {
        try await current.newsMood(query)
    }
    func analysis(in language: Language) async throws(ReadModelFailure) -> AnalysisResponse {
        try await current.analysis(in: language)
    }
    func analyses(days: Int, in language: Language) async throws(ReadModelFailure) -> PastAnalysesResponse {
        try await current.analyses(days: days, in: language)
    }
}
