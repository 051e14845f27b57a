package import Analysis
package import Domain

/// The port for reading the market. Two adapters: in process, and over HTTP for `web`.
package protocol MarketReader: Sendable {
    /// The newest price.
    /// - Throws: ``ReadModelFailure/empty(what:)`` while nothing has been collected.
    func price() async throws(ReadModelFailure) -> PriceResponse
    /// Newest first; empty where no candle matches.
    func candles(_ query: CandleQuery) async throws(ReadModelFailure) -> CandlePage
    /// Newest first, at the candles that ``candles(_:)`` has.
    func indicators(_ query: IndicatorQuery) async throws(ReadModelFailure) -> IndicatorPage
    /// Stories, newest first; empty where no article matches.
    func news(_ query: ArticleQuery) async throws(ReadModelFailure) -> ArticlePage
    /// Newest day first; a day without articles is absent.
    func newsMood(_ query: NewsMoodQuery) async throws(ReadModelFailure) -> NewsMoodResponse
    /// - Throws: ``ReadModelFailure/empty(what:)`` while there is no closed candle.
    func analysis(in language: Language) async throws(ReadModelFailure) -> AnalysisResponse
    /// Those at the ends of the last days (UTC), newest first; empty where no day has ended.
    func analyses(days: Int, in language: Language) async throws(ReadModelFailure) -> PastAnalysesResponse
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
    /// Only stories of this tone.
    package var mood: Mood.Tone?
    /// 1 to 1000.
    package var limit: Int
    /// Whether an article that reports another one's story is listed there; else each article is listed by itself,
    /// whatever its tone. Only in process: the API has no parameter for it.
    package var isGrouped: Bool

    package init(
        _ filter: NewsQuery = NewsQuery(), mood: Mood.Tone? = nil, limit: Int = 20, isGrouped: Bool = true
    ) {
        self.filter = filter
        self.mood = mood
        self.limit = limit
        self.isGrouped = isGrouped
    }
}

/// Which days of the mood of news to read.
package struct NewsMoodQuery: Hashable, Sendable {
    /// The start of the first day (UTC); `nil` for 30 days before `to`.
    package var from: Timestamp?
    /// Only news before this time; `nil` for now.
    package var to: Timestamp?

    package init(from: Timestamp? = nil, to: Timestamp? = nil) {
        self.from = from
        self.to = to
    }

    package static let defaultSpan = Duration.days(30)
    package static let longestSpan = Duration.days(366)
}

/// Why a read model cannot be given.
package enum ReadModelFailure: Error, Hashable, Sendable {
    /// Nothing has been collected yet. `what` names the missing data: `price`.
    case empty(what: String)
    /// The database, or the API, did not respond, or cannot be used. `detail` is for the log and contains no secret.
    case unavailable(detail: String, because: ArchiveFailure.Kind? = nil)
}
