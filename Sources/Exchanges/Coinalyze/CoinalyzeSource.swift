package import Domain
package import Outbound

/// Candles of one market at Coinalyze, an aggregator of venues. Requires a free API key, and allows 40 requests a
/// minute.
///
/// Source: https://api.coinalyze.net/v1/doc/
package struct CoinalyzeSource: PriceSource {
    package static let defaultBaseURL = "https://api.coinalyze.net/v1"
    /// BTC/USD on Coinbase's spot market: a spot price in dollars, where the volume is in bitcoins.
    package static let defaultSymbol = "BTCUSD.C"

    package let name: SourceName = "coinalyze"
    /// 1,500 to 2,000 candles of each interval below a day are available, and all days.
    package let depth: Int? = 1500
    private let baseURL: String
    private let fetcher: any HTTPFetcher
    private let apiKey: String?
    private let symbol: String
    private let quote: Quote

    /// - Parameters:
    ///   - apiKey: sent in a header only. Without one, every request fails with `auth`.
    ///   - symbol: as listed by `GET /spot-markets`: the pair, a dot, the code of the exchange (`C` Coinbase, `A`
    ///     Binance).
    ///   - quote: the currency of the prices.
    package init(
        baseURL: String = Self.defaultBaseURL, fetcher: any HTTPFetcher, apiKey: String?,
        symbol: String = Self.defaultSymbol,
        quote: Quote = .usd
    ) {
        self.baseURL = trimmed(baseURL)
        self.fetcher = fetcher
        self.apiKey = apiKey
        self.symbol = symbol
        self.quote = quote
    }

    private static let intervals: [Interval] = [
        .oneMinute, .fiveMinutes, .fifteenMinutes, .oneHour, .fourHours, .oneDay,
    ]

    private static func word(for interval: Interval) -> String? {
        switch interval {
        case .oneMinute: "1min"
        case .fiveMinutes: "5min"
        case .fifteenMinutes: "15min"
        case .oneHour: "1hour"
        case .fourHours: "4hour"
        case .oneDay: "daily"
        case .oneWeek: nil
        }
    }

    package func candles(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> CandleBatch {
        guard let word = Self.word(for: interval) else {
            throw SourceFailure(name, .unsupportedInterval(interval, supported: Self.intervals))
        }
        guard let apiKey, !apiKey.isEmpty else {
            throw SourceFailure(name, .apiKeyMissing(setting: "COINALYZE_API_KEY"))
        }
        var batch = BatchBuilder(interval, in: range, from: name, quote: quote)
        // One request returns all available candles of the window, and each counts against the 40 a minute.
        guard let page = range.page(of: interval) else { return batch.batch }
        let window = "interval=\(word)&from=\(page.first.seconds)&to=\(page.last.seconds)"
        let response = try await fetcher.fetch(
            OutboundRequest(
                "\(baseURL)/ohlcv-history?symbols=\(symbol)&\(window)", headers: [("api_key", apiKey)]),
            for: name)
        let markets = try response.read([CoinalyzeMarket].self, from: name, expecting: "[{symbol, history: […]}]")
        try batch.add(markets.first { $0.symbol == symbol }?.history ?? [], of: response)
        return batch.batch
    }
}
