package import Domain

/// What a page or a route can ask about the market. Two adapters: in process, and over HTTP for `web` on its own.
package protocol MarketReader: Sendable {
    /// - Throws: ``ReadModelFailure/empty`` while nothing has been collected.
    func price() async throws(ReadModelFailure) -> PriceResponse
    func candles(_ query: CandleQuery) async throws(ReadModelFailure) -> CandlePage
    func news(_ query: ArticleQuery) async throws(ReadModelFailure) -> ArticlePage
    /// - Throws: ``ReadModelFailure/empty`` while there is no closed candle.
    func analysis(in language: Language) async throws(ReadModelFailure) -> AnalysisResponse
}

package struct CandleQuery: Hashable, Sendable {
    package var interval: Interval
    package var from: Timestamp?
    package var to: Timestamp?
    /// 1 to 1000.
    package var limit: Int
    /// Only candles that open before this one.
    package var before: Timestamp?

    package init(
        _ interval: Interval = .oneHour, from: Timestamp? = nil, to: Timestamp? = nil, limit: Int = 24,
        before: Timestamp? = nil
    ) {
        self.interval = interval
        self.from = from
        self.to = to
        self.limit = limit
        self.before = before
    }
}

package struct ArticleQuery: Hashable, Sendable {
    package var filter: NewsQuery
    /// 1 to 1000.
    package var limit: Int

    package init(_ filter: NewsQuery = NewsQuery(), limit: Int = 20) {
        self.filter = filter
        self.limit = limit
    }
}

package enum ReadModelFailure: Error, Hashable, Sendable {
    /// Nothing has been collected yet; `what` is missing.
    case empty(what: String)
    /// The database, or the API, did not answer; `detail` is for the operator and holds no secret.
    case unavailable(detail: String)
}
