package import Domain
package import Outbound

/// Candles of XBT/USD at Kraken, in US dollars.
///
/// - Only the newest 720 of each interval are available, including the open one, whatever `since` is; there is no
///   parameter for an end. A period without trades has the last price and volume 0.
/// - `last` is the open time of the newest committed candle: those after it may still change.
/// - Errors come with status 200, see ``KrakenError``.
/// - One request a second for each address and pair.
///
/// Source: https://docs.kraken.com/api-reference/market-data/get-ohlc-data,
/// https://support.kraken.com/articles/206548367-what-are-the-api-rate-limits-
package struct KrakenSource: PriceSource {
    package static let defaultBaseURL = "https://api.kraken.com"

    package let name: SourceName = "kraken"
    package let facts = SourceFacts(
        // Weeks (10080 minutes) are not used: their first day is undocumented.
        intervals: Interval.allCases.filter { $0 != .oneWeek },
        pageSize: 720, depth: 720,
        budget: RequestBudget(requests: 4, per: .seconds(5), burst: 1, pause: .minutes(1)))
    private let client: VenueClient

    package init(baseURL: String = Self.defaultBaseURL, fetcher: any HTTPFetcher) {
        client = VenueClient(name, at: baseURL, budget: facts.budget, fetcher: fetcher)
    }

    package func page(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> SourcePage {
        try facts.intervals.require(interval, at: name)
        guard let page = range.page(of: interval) else { return .none(of: range) }
        // `since` has been both exclusive and inclusive; one second earlier works for both.
        let response = try await client.get(
            "/0/public/OHLC?pair=XBTUSD&interval=\(interval.seconds / 60)&since=\(page.first.seconds - 1)")
        switch try response.read(
            KrakenResponse.self, from: name, expecting: "{error, result: {XXBTZUSD: […], last}}")
        {
        case .errors(let errors):
            throw KrakenError.failure(for: errors, of: name, at: response.serverTime, pause: facts.budget.pause)
        case .rows(let rows, let last):
            var builder = PageBuilder(interval, in: range, from: name, quote: facts.quote)
            return try builder.page(rows, of: response, finalThrough: last)
        }
    }
}
