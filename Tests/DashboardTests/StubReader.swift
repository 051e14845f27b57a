import API
import Domain

/// A market that answers what it is told to, or fails as it is told to.
struct StubReader: MarketReader {
    var price: Result<PriceReading, ReadingFailure>
    var candles: Result<CandlePage, ReadingFailure>
    var news: Result<ArticlePage, ReadingFailure>
    var analysis: Result<AnalysisReading, ReadingFailure>
    /// Called before each reading.
    var beforeReading: @Sendable () async -> Void = {}

    func price() async throws(ReadingFailure) -> PriceReading {
        await beforeReading()
        return try price.get()
    }

    func candles(_ query: CandleQuery) async throws(ReadingFailure) -> CandlePage {
        await beforeReading()
        return try candles.get()
    }

    func news(_ query: ArticleQuery) async throws(ReadingFailure) -> ArticlePage {
        await beforeReading()
        return try news.get()
    }

    func analysis(in language: Language) async throws(ReadingFailure) -> AnalysisReading {
        await beforeReading()
        return try analysis.get()
    }

    mutating func failAll(_ failure: ReadingFailure) {
        price = .failure(failure)
        candles = .failure(failure)
        news = .failure(failure)
        analysis = .failure(failure)
    }
}

/// A market whose answers change during a test.
actor ChangingReader: MarketReader {
    private var current: StubReader

    init(_ current: StubReader) { self.current = current }

    func become(_ reader: StubReader) { current = reader }

    func price() async throws(ReadingFailure) -> PriceReading { try await current.price() }
    func candles(_ query: CandleQuery) async throws(ReadingFailure) -> CandlePage { try await current.candles(query) }
    func news(_ query: ArticleQuery) async throws(ReadingFailure) -> ArticlePage { try await current.news(query) }
    func analysis(in language: Language) async throws(ReadingFailure) -> AnalysisReading { try await current.analysis(in: language) }
}
