import Domain
package import Hummingbird

/// The four routes of the first Bitcoin Analyzer, for clients that were written for it: `/latest-price`, `/price-history`,
/// `/latest-news` and `/price-analysis`.
package struct LegacyRoutes: Sendable {
    private let reader: any MarketReader
    private let answers: ResponseCache

    package init(reader: any MarketReader, answers: ResponseCache) {
        self.reader = reader
        self.answers = answers
    }

    package func add(to router: Router<AnalyzerContext>) {
        router.get("/latest-price") { request, context in
            try await answers.respond(to: request, context) {
                guard let newest = try await reader.candles(CandleQuery(limit: 1)).candles.first else {
                    throw ReadModelFailure.empty(what: "price")
                }
                return Content(LegacyPrice(newest))
            }
        }
        router.get("/price-history") { request, context in
            let limit = try Parameters(request).limit(default: 24)
            return try await answers.respond(to: request, context) {
                // The first version listed half-finished candles as history; closed ones only, and still as many as were asked for.
                let candles = try await reader.candles(CandleQuery(limit: limit + 1)).candles
                return Content(candles.filter(\.closed).prefix(limit).map(LegacyPrice.init))
            }
        }
        router.get("/latest-news") { request, context in
            let limit = try Parameters(request).limit(default: 5)
            return try await answers.respond(to: request, context) {
                Content(try await reader.news(ArticleQuery(limit: limit)).news.map(LegacyArticle.init))
            }
        }
        router.get("/price-analysis") { request, context in
            let language = try Parameters(request).language()
            return try await answers.respond(to: request, context, in: language) {
                Content(LegacyAnalysis(analysis: try await reader.analysis(in: language).text), language: language)
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
        // Written as null where it is not known: clients of the first version read the key.
        try container.encode(timestamp, forKey: .timestamp)
    }
}

struct LegacyAnalysis: Encodable {
    let analysis: String
}
