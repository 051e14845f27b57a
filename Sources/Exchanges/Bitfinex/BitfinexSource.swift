package import Domain
package import Outbound

/// Candles of BTC/USD at Bitfinex, in US dollars.
///
/// - Its first hour is 2013-04-01T00:00Z. A period without trades is absent, as are its outages of 2014-11-22 (40
///   days), 2015-05-01 (31 days), 2016-04-01 (61 days) and 2016-08-02 (8 days).
/// - Rows are `[time, open, close, high, low, volume]`: the close comes second.
/// - At most 10,000 rows a request. From a `start`, with `sort=1`, the oldest come first.
/// - 30 requests a minute for each address; beyond, 429, and the address is blocked for a minute.
/// - Errors are an array, see ``BitfinexError``.
///
/// Source: https://docs.bitfinex.com/reference/rest-public-candles,
/// https://docs.bitfinex.com/docs/requirements-and-limitations
package struct BitfinexSource: PriceSource {
    package static let defaultBaseURL = "https://api-pub.bitfinex.com"

    package let name: SourceName = "bitfinex"
    package let facts = SourceFacts(
        // It has no 4 hours; its weeks (1W) are not used, as their first day is undocumented.
        intervals: [.oneMinute, .fiveMinutes, .fifteenMinutes, .oneHour, .oneDay],
        pageSize: 5000, firstCandle: Timestamp(seconds: 1_364_774_400),
        budget: RequestBudget(requests: 20, per: .seconds(60), burst: 4, pause: .seconds(70)))
    private let client: VenueClient

    package init(baseURL: String = Self.defaultBaseURL, fetcher: any HTTPFetcher) {
        client = VenueClient(name, at: baseURL, budget: facts.budget, fetcher: fetcher)
    }

    private static func word(for interval: Interval) -> String? {
        switch interval {
        case .oneMinute, .fiveMinutes, .fifteenMinutes, .oneHour: interval.rawValue
        case .oneDay: "1D"
        case .fourHours, .oneWeek: nil
        }
    }

    package func page(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> SourcePage {
        guard let word = Self.word(for: interval) else {
            throw SourceFailure(name, .unsupportedInterval(interval, supported: facts.intervals))
        }
        guard let page = range.page(of: interval) else { return .none(of: range) }
        let response: OutboundResponse
        do {
            response = try await client.get(
                "/v2/candles/trade:\(word):tBTCUSD/hist?start=\(page.first.milliseconds)&end=\(page.last.milliseconds)"
                    + "&limit=\(facts.pageSize)&sort=1")
        } catch {
            throw BitfinexError.failure(error, pause: facts.budget.pause)
        }
        switch try response.read(
            BitfinexResponse.self, from: name, expecting: "[[time, open, close, high, low, volume], …]")
        {
        case .error(let error): throw error.failure(of: name, pause: facts.budget.pause)
        case .rows(let rows):
            var builder = PageBuilder(interval, in: range, from: name, quote: facts.quote)
            return try builder.page(rows, of: response)
        }
    }
}
