import Domain
import HTTPTypes

/// Coinbase Exchange: rows `[time, low, high, open, close, volume]`, newest first, at most 300 to a request.
///
/// https://docs.cdp.coinbase.com/api-reference/exchange-api/rest-api/products/get-product-candles
struct CoinbaseFormat: VenueFormat {
    private let market: VenueMarket

    init(_ market: VenueMarket) { self.market = market }

    func response(to request: WorldRequest) -> WorldResponse {
        switch request.path {
        case "/products/BTC-USD/candles": candles(request)
        case "/products/BTC-USD/ticker": ticker()
        default: .json(#"{"message":"NotFound"}"#, status: .notFound)
        }
    }

    private static let granularities: [Int64: Interval] = [
        60: .oneMinute, 300: .fiveMinutes, 900: .fifteenMinutes, 3600: .oneHour, 86_400: .oneDay,
    ]

    private func candles(_ request: WorldRequest) -> WorldResponse {
        guard let interval = request.integer("granularity").flatMap({ Self.granularities[$0] }) else {
            return .json(#"{"message":"Unsupported granularity"}"#, status: .badRequest)
        }
        let rows: [Bar]
        // Without one of them, both are ignored.
        if let from = request.parameters["start"], let to = request.parameters["end"] {
            guard let start = moment(from), let end = moment(to) else {
                return .json(#"{"message":"Invalid start or end"}"#, status: .badRequest)
            }
            guard (end - start) / interval.duration <= 300 else {
                let message =
                    "granularity too small for the requested time range. Count of aggregations requested exceeds 300"
                return .json(#"{"message":"\#(message)"}"#, status: .badRequest)
            }
            rows = market.bars(of: interval, in: TimeRange(start, until: end + .milliseconds(1)))
        } else {
            rows = market.newest(300, of: interval, upTo: market.now)
        }
        return .json("[" + market.list(rows, of: interval, newestFirst: true, row) + "]")
    }

    private func row(_ bar: Bar) -> String {
        let prices = [bar.low, bar.high, bar.open, bar.close].map { Amounts.number(Amounts.dollars($0)) }
        return
            "[\(bar.openTime.seconds),\(prices.joined(separator: ",")),\(Amounts.number(Amounts.bitcoins(bar.volume)))]"
    }

    /// ISO 8601 or seconds since 1970.
    private func moment(_ text: String) -> Timestamp? {
        if let seconds = Int64(text) {
            return (0...253_402_300_799).contains(seconds) ? Timestamp(seconds: seconds) : nil
        }
        return Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text + "Z")
    }

    private func ticker() -> WorldResponse {
        guard let price = market.price else { return .json(#"{"message":"NotFound"}"#, status: .notFound) }
        let day = market.newest(24, of: .oneHour, upTo: market.now).reduce(0) { $0 + $1.volume }
        return .json(
            """
            {"ask":"\(Amounts.dollars(price + 1))","bid":"\(Amounts.dollars(price))","volume":"\(Amounts.bitcoins(day))",\
            "trade_id":\(market.now.seconds),"price":"\(Amounts.dollars(price))","size":"0.00100000","time":"\(market.now.rfc3339)"}
            """)
    }
}
