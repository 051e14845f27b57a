package import Domain
package import Outbound

/// Candles of BTC-USD at Coinbase Exchange, in US dollars.
///
/// - Its first hour is 2015-07-20T21:00Z. A period without trades is absent. Rows before `start` may be returned.
/// - At most 300 rows a request; a wider one is refused with 400.
/// - 10 requests a second for each address, 15 in bursts; beyond, 429.
///
/// Source: https://docs.cdp.coinbase.com/api-reference/exchange-api/rest-api/products/get-product-candles,
/// https://docs.cdp.coinbase.com/exchange/rest-api/rate-limits
package struct CoinbaseSource: PriceSource {
    package static let defaultBaseURL = "https://api.exchange.coinbase.com"

    package let name: SourceName = "coinbase"
    package let facts = SourceFacts(
        // Values of `granularity`: 60, 300, 900, 3600, 21600 and 86400 seconds.
        intervals: [.oneMinute, .fiveMinutes, .fifteenMinutes, .oneHour, .oneDay],
        pageSize: 300, firstCandle: Timestamp(seconds: 1_437_426_000),
        budget: RequestBudget(requests: 5, per: .seconds(1), burst: 4, pause: .minutes(1)))
    private let client: VenueClient

    package init(baseURL: String = Self.defaultBaseURL, fetcher: any HTTPFetcher) {
        client = VenueClient(name, at: baseURL, budget: facts.budget, fetcher: fetcher)
    }

    /// Both ends of a window are inclusive.
    package func page(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> SourcePage {
        try facts.intervals.require(interval, at: name)
        guard let page = range.page(of: interval) else { return .none(of: range) }
        let response = try await client.get(
            "/products/BTC-USD/candles?granularity=\(interval.seconds)"
                + "&start=\(page.first.rfc3339)&end=\(page.last.rfc3339)")
        let rows = try response.read(
            [LenientElement<CandleRow<CoinbaseRow>>].self, from: name,
            expecting: "[[time, low, high, open, close, volume], …]")
        var builder = PageBuilder(interval, in: range, from: name, quote: facts.quote)
        return try builder.page(rows, of: response)
    }
}
