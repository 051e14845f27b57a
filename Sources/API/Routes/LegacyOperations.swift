import HTTPTypes

/// The operations of the first Bitcoin Analyzer. It read over parameters that it did not know.
enum LegacyOperations {
    static let price = Operation(
        "/latest-price", id: "getLatestPrice", .first, "The newest candle.", ignoresUnknown: true,
        response: [.json(LegacyPrice.schema)], problems: [.notFound])

    static let historyLimit = Parameter.limit(default: 24)
    static let history = Operation(
        "/price-history", id: "listPriceHistory", .first, "Closed candles of an hour, newest first.",
        parameters: [historyLimit], ignoresUnknown: true, response: [.json(.array(LegacyPrice.schema))])

    static let newsLimit = Parameter.limit(default: 5)
    static let news = Operation(
        "/latest-news", id: "listLatestNews", .first, "Articles, newest first.", parameters: [newsLimit],
        ignoresUnknown: true, response: [.json(.array(LegacyArticle.schema))])

    static let analysis = Operation(
        "/price-analysis", id: "getPriceAnalysis", .first, "The text of the analysis.",
        parameters: [Parameter.language], ignoresUnknown: true, response: [.json(LegacyAnalysis.schema)],
        problems: [.notFound])

    static let all = [price, history, news, analysis]
}
