package import Domain
package import Outbound

/// Candles of BTC-USD at Coinbase Exchange, in US dollars.
///
/// Source: https://docs.cdp.coinbase.com/api-reference/exchange-api/rest-api/products/get-product-candles
package struct CoinbaseSource: PriceSource {
    package static let defaultBaseURL = "https://api.exchange.coinbase.com"

    package let name: SourceName = "coinbase"
    package let depth: Int? = nil
    private let baseURL: String
    private let fetcher: any HTTPFetcher

    package init(baseURL: String = Self.defaultBaseURL, fetcher: any HTTPFetcher) {
        self.baseURL = trimmed(baseURL)
        self.fetcher = fetcher
    }

    /// Values of `granularity`: 60, 300, 900, 3600, 21600 and 86400 seconds.
    private static let intervals: [Interval] = [.oneMinute, .fiveMinutes, .fifteenMinutes, .oneHour, .oneDay]

    /// A larger request is rejected with status 400.
    private static let candlesPerRequest = 300

    package func candles(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> CandleBatch {
        try Self.intervals.require(interval, at: name)
        var batch = BatchBuilder(interval, in: range, from: name, quote: .usd)
        for page in range.pages(of: Self.candlesPerRequest, every: interval) {
            // Both ends are inclusive. Rows before `start` may be returned; the builder omits them.
            let response = try await fetcher.fetch(
                OutboundRequest(
                    "\(baseURL)/products/BTC-USD/candles?granularity=\(interval.seconds)&start=\(page.first.rfc3339)&end=\(page.last.rfc3339)"
                ),
                for: name)
            let rows = try response.read(
                [LenientElement<CandleRow<CoinbaseRow>>].self, from: name,
                expecting: "[[time, low, high, open, close, volume], …]")
            try batch.add(rows, of: response)
        }
        return batch.batch
    }
}
