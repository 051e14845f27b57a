package import Domain
package import Outbound

/// Candles ("klines") of BTC/USDT at Binance, in Tether.
///
/// - Its first hour is 2017-08-17T04:00Z. Hours of outages are absent; an hour without trades has volume 0.
/// - A request weighs 2, of 6,000 a minute for each address. Going on after a 429 leads to a ban, 418, of two minutes
///   to three days; both have `Retry-After`. Whole countries are refused with 451.
///
/// Source:
/// https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints#klinecandlestick-data,
/// https://developers.binance.com/docs/binance-spot-api-docs/rest-api/limits
package struct BinanceSource: PriceSource {
    package static let defaultBaseURL = "https://api.binance.com"

    package let name: SourceName = "binance"
    package let facts = SourceFacts(
        quote: .usdt, pageSize: 1000, firstCandle: Timestamp(seconds: 1_502_942_400),
        // Half of the limit that Binance had until 2023, 1,200 a minute: enough for 5,000 hours a second.
        budget: RequestBudget(requests: 10, per: .seconds(1), weight: 2, burst: 20, pause: .minutes(2)))
    private let client: VenueClient

    package init(baseURL: String = Self.defaultBaseURL, fetcher: any HTTPFetcher) {
        client = VenueClient(name, at: baseURL, budget: facts.budget, fetcher: fetcher)
    }

    /// Binance's interval names equal those of ``Interval``; its weeks also open on Monday.
    package func page(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> SourcePage {
        guard let page = range.page(of: interval) else { return .none(of: range) }
        let response: OutboundResponse
        do {
            response = try await client.get(
                "/api/v3/klines?symbol=BTCUSDT&interval=\(interval.rawValue)"
                    + "&startTime=\(page.first.milliseconds)&endTime=\(page.last.milliseconds)&limit=\(facts.pageSize)")
        } catch {
            throw BinanceBan.failure(error)
        }
        let rows = try response.read(
            [LenientElement<CandleRow<BinanceRow>>].self, from: name,
            expecting: "[[open time, open, high, low, close, volume, …], …]")
        var builder = PageBuilder(interval, in: range, from: name, quote: facts.quote)
        return try builder.page(rows, of: response)
    }
}
