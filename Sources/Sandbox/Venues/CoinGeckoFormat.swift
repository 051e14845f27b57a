import Domain
import HTTPTypes

/// CoinGecko: points `[time in milliseconds, price]`, every five minutes for a range within the last day, every hour up
/// to 90 days; the last 365 days.
///
/// https://docs.coingecko.com/reference/coins-id-market-chart-range
struct CoinGeckoFormat: VenueFormat {
    private let market: VenueMarket

    init(_ market: VenueMarket) { self.market = market }

    func response(to request: WorldRequest) -> WorldResponse {
        guard request.path == "/api/v3/coins/bitcoin/market_chart/range" else {
            return .json(#"{"error":"coin not found"}"#, status: .notFound)
        }
        guard request.parameters["vs_currency"] == "usd" else {
            return .json(#"{"error":"invalid vs_currency"}"#, status: .badRequest)
        }
        guard let from = request.seconds("from"), let to = request.seconds("to"), from < to else {
            return .json(#"{"error":"invalid date range"}"#, status: .badRequest)
        }
        guard market.now - from <= .days(365) else {
            let message =
                "Your request exceeds the allowed time range. Public API users are limited to the past 365 days."
            return .json(
                #"{"error":{"status":{"error_code":10012,"error_message":"\#(message)"}}}"#, status: .unauthorized)
        }
        let step: Interval = market.now - from <= .days(1) ? .fiveMinutes : .oneHour
        let range = TimeRange(from - step.duration, until: min(to, market.now))
        // The price at the end of each step.
        let points = market.bars(of: step, in: range).map { $0.opening(at: $0.openTime + step.duration) }
            .filter { $0.openTime <= min(to, market.now) }
        func list(_ value: (Bar) -> String) -> String {
            market.list(points, of: step) { "[\($0.openTime.milliseconds),\(value($0))]" }
        }
        let prices = list { Amounts.number(Amounts.dollars($0.close)) }
        let volumes = list { "\($0.volume / 100_000_000)" }
        return .json(#"{"prices":[\#(prices)],"market_caps":[],"total_volumes":[\#(volumes)]}"#)
    }
}
