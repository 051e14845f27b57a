package import Domain
package import Outbound

/// Candles of XBT/USD at Kraken, in US dollars. Only the newest 720 of each interval are available, including the open
/// one.
///
/// Source: https://docs.kraken.com/api-reference/market-data/get-ohlc-data
package struct KrakenSource: PriceSource {
    package static let defaultBaseURL = "https://api.kraken.com"

    package let name: SourceName = "kraken"
    package let depth: Int? = 720
    private let baseURL: String
    private let fetcher: any HTTPFetcher

    package init(baseURL: String = Self.defaultBaseURL, fetcher: any HTTPFetcher) {
        self.baseURL = trimmed(baseURL)
        self.fetcher = fetcher
    }

    /// Weeks (10080 minutes) are not used: their first day is undocumented.
    private static let intervals = Interval.allCases.filter { $0 != .oneWeek }

    package func candles(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> CandleBatch {
        try Self.intervals.require(interval, at: name)
        var batch = BatchBuilder(interval, in: range, from: name, quote: .usd)
        // One request returns all: the newest 720, whatever `since` is, and there is no parameter for an end.
        guard let page = range.page(of: interval) else { return batch.batch }
        // `since` has been both exclusive and inclusive; one second earlier works for both.
        let response = try await fetcher.fetch(
            OutboundRequest(
                "\(baseURL)/0/public/OHLC?pair=XBTUSD&interval=\(interval.seconds / 60)&since=\(page.first.seconds - 1)"
            ),
            for: name)
        switch try response.read(
            KrakenResponse.self, from: name, expecting: "{error, result: {XXBTZUSD: […], last}}")
        {
        case .errors(let errors): throw KrakenError.failure(for: errors, of: name)
        case .rows(let rows): try batch.add(rows, of: response)
        }
        return batch.batch
    }
}
