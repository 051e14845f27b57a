package import Domain
package import Outbound

/// Candles ("klines") of BTC/USDT at Binance, in Tether, since 2017-08-17. Some countries are blocked with status 451.
///
/// Source:
/// https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints#klinecandlestick-data
package struct BinanceSource: PriceSource {
    package static let defaultBaseURL = "https://api.binance.com"

    package let name: SourceName = "binance"
    package let depth: Int? = nil
    private let baseURL: String
    private let fetcher: any HTTPFetcher

    package init(baseURL: String = Self.defaultBaseURL, fetcher: any HTTPFetcher) {
        self.baseURL = trimmed(baseURL)
        self.fetcher = fetcher
    }

    /// The maximum of `limit`.
    private static let candlesPerRequest = 1000

    /// Binance's interval names equal those of ``Interval``; its weeks also open on Monday.
    package func candles(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> CandleBatch {
        var batch = BatchBuilder(interval, in: range, from: name, quote: .usdt)
        for page in range.pages(of: Self.candlesPerRequest, every: interval) {
            let window =
                "startTime=\(page.first.milliseconds)&endTime=\(page.last.milliseconds)&limit=\(Self.candlesPerRequest)"
            let response = try await fetcher.fetch(
                OutboundRequest(
                    "\(baseURL)/api/v3/klines?symbol=BTCUSDT&interval=\(interval.rawValue)&\(window)"),
                for: name)
            let rows = try response.read(
                [LenientElement<CandleRow<BinanceRow>>].self, from: name,
                expecting: "[[open time, open, high, low, close, volume, …], …]")
            try batch.add(rows, of: response)
        }
        return batch.batch
    }
}
