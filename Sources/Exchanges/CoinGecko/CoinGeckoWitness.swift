package import Domain
package import Outbound

/// Prices of bitcoin in US dollars at CoinGecko, an aggregator: a witness only, as its prices are no candles of a
/// market.
///
/// - A point every five minutes for a range within the last day, every hour up to 90 days, every day beyond; the last
///   365 days without a paid key.
/// - Caches hold a response for minutes.
/// - 5 to 15 requests a minute for each address without a key; beyond, 429 with `Retry-After`.
///
/// Source: https://docs.coingecko.com/reference/coins-id-market-chart-range,
/// https://docs.coingecko.com/docs/errors-and-rate-limits
package struct CoinGeckoWitness: PriceWitness {
    package static let defaultBaseURL = "https://api.coingecko.com/api/v3"

    package let name: SourceName = "coingecko"
    package let facts = SourceFacts(
        intervals: [.oneHour, .fourHours, .oneDay], pageSize: 24 * 30, depth: 24 * 90,
        budget: RequestBudget(requests: 4, per: .seconds(60), burst: 1, pause: .minutes(1)))
    private let client: VenueClient

    /// How far from a close a price may be: hourly points are made some minutes around the hour.
    private static let tolerance: Duration = .minutes(5)

    package init(baseURL: String = Self.defaultBaseURL, fetcher: any HTTPFetcher) {
        client = VenueClient(name, at: baseURL, budget: facts.budget, fetcher: fetcher)
    }

    package func closes(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> [WitnessedClose] {
        try facts.intervals.require(interval, at: name)
        guard let page = range.page(of: interval) else { return [] }
        let first = page.first + interval.duration - Self.tolerance
        let last = page.last + interval.duration + Self.tolerance
        let response = try await client.get(
            "/coins/bitcoin/market_chart/range?vs_currency=usd&from=\(first.seconds)&to=\(last.seconds)")
        let points = try response.read(
            CoinGeckoResponse.self, from: name, expecting: "{prices: [[time, price], …]}"
        ).prices
        let prices = points.compactMap(\.row)
        if prices.isEmpty, let problem = points.first?.problem {
            throw SourceFailure(name, .nothingReadable(of: points.count, problem: problem))
        }
        return range.openTimes(every: interval).compactMap { open in
            let close = open + interval.duration
            let nearest = prices.min { distance($0.time, close) < distance($1.time, close) }
            guard let nearest, distance(nearest.time, close) <= Self.tolerance else { return nil }
            return WitnessedClose(openTime: open, close: nearest.price, quote: facts.quote)
        }
    }

    private func distance(_ a: Timestamp, _ b: Timestamp) -> Duration { max(a - b, b - a) }
}
