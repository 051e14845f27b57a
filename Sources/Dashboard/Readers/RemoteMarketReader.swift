package import API
import Analysis
package import Domain

/// Reads the market from the API's routes, for `web`, which has no database.
package struct RemoteMarketReader: MarketReader {
    /// Requests a path with its percent-encoded query (`/v1/price`); throws without a response.
    package typealias Fetch = @Sendable (_ pathAndQuery: String) async throws -> (status: Int, body: [UInt8])

    private let api: RemoteAPI

    package init(fetch: @escaping Fetch) {
        api = RemoteAPI(fetch: fetch)
    }

    package func price() async throws(ReadModelFailure) -> PriceResponse {
        try await api.read("/v1/price", what: "price")
    }

    package func candles(_ query: CandleQuery) async throws(ReadModelFailure) -> CandlePage {
        try await api.read(
            "/v1/candles",
            [
                ("interval", query.interval.rawValue), ("from", query.from?.rfc3339), ("to", query.to?.rfc3339),
                ("limit", "\(query.limit)"),
                ("before", query.before.map { Cursor.candles(query.interval, before: $0).text }),
            ], what: "candles")
    }

    package func indicators(_ query: IndicatorQuery) async throws(ReadModelFailure) -> IndicatorPage {
        let candles = query.candles
        return try await api.read(
            "/v1/indicators",
            [
                ("interval", candles.interval.rawValue), ("from", candles.from?.rfc3339),
                ("to", candles.to?.rfc3339), ("limit", "\(candles.limit)"),
                ("before", candles.before.map { Cursor.candles(candles.interval, before: $0).text }),
                ("names", query.names.map(\.name).joined(separator: ",")),
            ], what: "indicators")
    }

    package func news(_ query: ArticleQuery) async throws(ReadModelFailure) -> ArticlePage {
        try await api.read(
            "/v1/news",
            [
                ("limit", "\(query.limit)"), ("lang", query.filter.language), ("q", query.filter.text),
                ("publisher", query.filter.publisher), ("mood", query.mood?.rawValue),
                ("before", query.filter.before.map { Cursor.news(before: $0).text }),
            ], what: "news")
    }

    package func newsMood(_ query: NewsMoodQuery) async throws(ReadModelFailure) -> NewsMoodResponse {
        try await api.read(
            "/v1/news/mood", [("from", query.from?.rfc3339), ("to", query.to?.rfc3339)], what: "mood of the news")
    }

    package func analysis(in language: Language) async throws(ReadModelFailure) -> AnalysisResponse {
        try await api.read("/v1/analysis", [("lang", language.rawValue)], what: "analysis")
    }

    package func analyses(days: Int, in language: Language) async throws(ReadModelFailure) -> PastAnalysesResponse {
        try await api.read(
            "/v1/analyses", [("days", "\(days)"), ("lang", language.rawValue)], what: "past analyses")
    }
}
