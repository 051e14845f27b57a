package import Domain
package import Outbound

/// Candles of BTC/USD at Bitstamp, in US dollars.
///
/// - Its first trade was on 2011-08-18. A period without trades has the last price and volume 0, or is absent.
/// - Of a window with more rows than `limit`, the oldest are left out: `start` is ignored, and the newest up to `end`
///   are returned. Rows are sometimes doubled, the second one complete (as on 2019-01-09), so that pages stay below the
///   limit.
/// - 10,000 requests in ten minutes (8,000 until 2023) and 400 a second for each client.
///
/// Source: https://www.bitstamp.net/api/#tag/Market-info/operation/GetOHLCData,
/// https://www.bitstamp.net/api/#section/What-is-API
package struct BitstampSource: PriceSource {
    package static let defaultBaseURL = "https://www.bitstamp.net"

    package let name: SourceName = "bitstamp"
    package let facts = SourceFacts(
        // Values of `step`; the week is not supported.
        intervals: Interval.allCases.filter { $0 != .oneWeek },
        pageSize: 900, firstCandle: Timestamp(seconds: 1_313_668_800),
        budget: RequestBudget(requests: 5, per: .seconds(1), burst: 5, pause: .minutes(10)))
    private let client: VenueClient

    package init(baseURL: String = Self.defaultBaseURL, fetcher: any HTTPFetcher) {
        client = VenueClient(name, at: baseURL, budget: facts.budget, fetcher: fetcher)
    }

    /// The maximum of `limit`.
    private static let rowsPerRequest = 1000

    package func page(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> SourcePage {
        try facts.intervals.require(interval, at: name)
        guard let page = range.page(of: interval) else { return .none(of: range) }
        let response: OutboundResponse
        do {
            response = try await client.get(
                "/api/v2/ohlc/btcusd/?step=\(interval.seconds)&limit=\(Self.rowsPerRequest)"
                    + "&start=\(page.first.seconds)&end=\(page.last.seconds)")
        } catch {
            throw BitstampError.failure(error, pause: facts.budget.pause)
        }
        switch try response.read(BitstampResponse.self, from: name, expecting: "{data: {ohlc: […]}}") {
        case .error(let error): throw error.failure(of: name, pause: facts.budget.pause)
        case .rows(let rows):
            var builder = PageBuilder(interval, in: range, from: name, quote: facts.quote)
            return try builder.page(rows, of: response)
        }
    }
}
