package import Domain
package import Outbound

/// Candles of BTC/USD at Bitstamp, in US dollars, since 2011.
///
/// Source: https://www.bitstamp.net/api/#tag/Market-info/operation/GetOHLCData
package struct BitstampSource: PriceSource {
    package static let defaultBaseURL = "https://www.bitstamp.net"

    package let name: SourceName = "bitstamp"
    package let depth: Int? = nil
    private let baseURL: String
    private let fetcher: any HTTPFetcher

    package init(baseURL: String = Self.defaultBaseURL, fetcher: any HTTPFetcher) {
        self.baseURL = trimmed(baseURL)
        self.fetcher = fetcher
    }

    /// Values of `step`; the week is not supported.
    private static let intervals = Interval.allCases.filter { $0 != .oneWeek }

    /// The maximum of `limit`.
    private static let rowsPerRequest = 1000

    /// Of a window with more rows than `limit`, the oldest are omitted: `start` is ignored, and the newest up to `end`
    /// are returned. Rows are sometimes duplicated (as on 2019-01-09), so windows stay well below the limit.
    private static let candlesPerRequest = 900

    package func candles(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> CandleBatch {
        try Self.intervals.require(interval, at: name)
        var batch = BatchBuilder(interval, in: range, from: name, quote: .usd)
        for page in range.pages(of: Self.candlesPerRequest, every: interval) {
            let window =
                "step=\(interval.seconds)&limit=\(Self.rowsPerRequest)&start=\(page.first.seconds)&end=\(page.last.seconds)"
            let response = try await fetcher.fetch(
                OutboundRequest("\(baseURL)/api/v2/ohlc/btcusd/?\(window)"), for: name)
            let series = try response.read(BitstampResponse.self, from: name, expecting: "{data: {ohlc: […]}}").data
            try batch.add(series.ohlc, of: response)
        }
        return batch.batch
    }
}
