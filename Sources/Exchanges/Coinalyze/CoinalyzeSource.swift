package import Domain
package import Outbound

/// Candles of one market at Coinalyze, an aggregator of venues. Requires a free API key.
///
/// - 1,500 to 2,000 of the newest candles of each interval below a day are available, and all days.
/// - One request returns all available candles of its window.
/// - 40 requests a minute for each key; beyond, 429 with `Retry-After` in seconds, with decimals.
///
/// Source: https://api.coinalyze.net/v1/doc/
package struct CoinalyzeSource: PriceSource {
    package static let defaultBaseURL = "https://api.coinalyze.net/v1"
    /// BTC/USD on Coinbase's spot market: a spot price in dollars, where the volume is in bitcoins.
    package static let defaultSymbol = "BTCUSD.C"

    package let name: SourceName = "coinalyze"
    package let facts: SourceFacts
    private let client: VenueClient
    private let apiKey: String?
    private let symbol: String

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
        facts = SourceFacts(
            intervals: [.oneMinute, .fiveMinutes, .fifteenMinutes, .oneHour, .fourHours, .oneDay], quote: quote,
            pageSize: 1500, depth: 1500,
            budget: RequestBudget(requests: 30, per: .seconds(60), burst: 5, pause: .minutes(1)))
        client = VenueClient(name, at: baseURL, budget: facts.budget, fetcher: fetcher)
        self.apiKey = apiKey
        self.symbol = symbol
    }

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

    package func page(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> SourcePage {
        guard let word = Self.word(for: interval) else {
            throw SourceFailure(name, .unsupportedInterval(interval, supported: facts.intervals))
        }
        guard let apiKey, !apiKey.isEmpty else {
            throw SourceFailure(name, .apiKeyMissing(setting: "COINALYZE_API_KEY"))
        }
        guard let page = range.page(of: interval) else { return .none(of: range) }
        let response = try await client.get(
            "/ohlcv-history?symbols=\(symbol)&interval=\(word)&from=\(page.first.seconds)&to=\(page.last.seconds)",
            headers: [("api_key", apiKey)])
        let markets = try response.read([CoinalyzeMarket].self, from: name, expecting: "[{symbol, history: […]}]")
        var builder = PageBuilder(interval, in: range, from: name, quote: facts.quote)
        return try builder.page(markets.first { $0.symbol == symbol }?.history ?? [], of: response)
    }
}
