import Domain
package import Hummingbird

/// The four routes of the first Bitcoin Analyzer, for clients that were written for it: `/latest-price`,
/// `/price-history`, `/latest-news` and `/price-analysis`.
package struct LegacyRoutes: Sendable {
    private let reader: any MarketReader
    private let responses: ResponseCache

    package init(reader: any MarketReader, responses: ResponseCache) {
        self.reader = reader
        self.responses = responses
    }

    package func add(to router: Router<APIRequestContext>) {
        router.add(LegacyOperations.price) { request, context in
            try await responses.respond(to: request, context) {
                guard let newest = try await reader.candles(CandleQuery(limit: 1)).candles.first else {
                    throw ReadModelFailure.empty(what: "price")
                }
                return ResponseContent(LegacyPrice(newest))
            }
        }
        router.add(LegacyOperations.history) { request, context in
            let limit = try request[LegacyOperations.historyLimit]
            return try await responses.respond(to: request, context) {
                // Only closed candles, and still as many as requested: the first version also listed the open one.
                let candles = try await reader.candles(CandleQuery(limit: limit + 1)).candles
                return ResponseContent(candles.filter(\.closed).prefix(limit).map(LegacyPrice.init))
            }
        }
        router.add(LegacyOperations.news) { request, context in
            let limit = try request[LegacyOperations.newsLimit]
            return try await responses.respond(to: request, context) {
                // The first version knew no stories.
                let page = try await reader.news(ArticleQuery(limit: limit, isGrouped: false))
                return ResponseContent(page.news.map(LegacyArticle.init), validUntil: page.validUntil)
            }
        }
        router.add(LegacyOperations.analysis) { request, context in
            let language = try request.language()
            return try await responses.respond(to: request, context, in: language) {
                let analysis = try await reader.analysis(in: language)
                return ResponseContent(
                    LegacyAnalysis(analysis: analysis.text), language: language, validUntil: analysis.validUntil)
            }
        }
    }
}

struct LegacyPrice: Encodable {
    /// Open time in Unix seconds.
    let timestamp: Int64
    let open, high, low, close, volume: Double

    init(_ candle: CandleResponse) {
        timestamp = candle.time.seconds
        open = candle.open
        high = candle.high
        low = candle.low
        close = candle.close
        volume = candle.volume
    }
}

struct LegacyArticle: Encodable {
    let title, link, content: String
    let timestamp: Timestamp?

    init(_ article: ArticleResponse) {
        title = article.title
        link = article.link
        content = article.summary
        timestamp = article.published
    }

    enum CodingKeys: CodingKey { case title, link, content, timestamp }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(title, forKey: .title)
        try container.encode(link, forKey: .link)
        try container.encode(content, forKey: .content)
        // Encoded as null where unknown: clients of the first version require the key.
        try container.encode(timestamp, forKey: .timestamp)
    }
}

struct LegacyAnalysis: Encodable {
    let analysis: String
}
