package import Domain

/// The port for reading the market. Two adapters: in process, and over HTTP for `web`.
package protocol MarketReader: Sendable {
    /// The newest price.
    /// - Throws: ``ReadModelFailure/empty(what:)`` while nothing has been collected.
    func price() async throws(ReadModelFailure) -> PriceResponse
    /// Newest first; empty where no candle matches.
    func candles(_ query: CandleQuery) async throws(ReadModelFailure) -> CandlePage
    /// Newest first; empty where no article matches.
    func news(_ query: ArticleQuery) async throws(ReadModelFailure) -> ArticlePage
    /// - Throws: ``ReadModelFailure/empty(what:)`` while there is no closed candle.
    func analysis(in language: Language) async throws(ReadModelFailure) -> AnalysisResponse
}

/// Which candles to read.
package struct CandleQuery: Hashable, Sendable {
    package var interval: Interval
    /// Only candles that open at this time or later.
    package var from: Timestamp?
    /// Only candles that open before this time.
    package var to: Timestamp?
    /// 1 to 1000.
    package var limit: Int
    /// The position of a cursor: only candles that open before this time.
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

/// Which articles to read.
package struct ArticleQuery: Hashable, Sendable {
    package var filter: NewsQuery
    /// 1 to 1000.
    package var limit: Int

    package init(_ filter: NewsQuery = NewsQuery(), limit: Int = 20) {
        self.filter = filter
        self.limit = limit
    }
}

/// Why a read model cannot be given.
package enum ReadModelFailure: Error, Hashable, Sendable {
    /// Nothing has been collected yet. `what` names the missing data: `price`.
    case empty(what: String)
    /// The database, or the API, did not respond, or cannot be used. `detail` is for the log and contains no secret.
    case unavailable(detail: String, because: ArchiveFailure.Kind? = nil)
}
