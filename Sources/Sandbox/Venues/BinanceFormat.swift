import Domain
import HTTPTypes

/// Binance spot: twelve columns, times in milliseconds, numbers as strings, oldest first, 500 rows by default, 1000 at
/// most.
///
/// https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints#klinecandlestick-data
struct BinanceFormat: VenueFormat {
    private let market: VenueMarket

    init(_ market: VenueMarket) { self.market = market }

    func response(to request: WorldRequest) -> WorldResponse {
        guard request.path == "/api/v3/klines" else {
            return .html("<html><body><h2>404 Not found</h2></body></html>", status: .notFound)
        }
        for parameter in ["symbol", "interval"] where request.parameters[parameter, default: ""].isEmpty {
            return refusal(-1102, "Mandatory parameter '\(parameter)' was not sent, was empty/null, or malformed.")
        }
        guard request.parameters["symbol"] == "BTCUSDT" else { return refusal(-1121, "Invalid symbol.") }
        guard let interval = request.parameters["interval"].flatMap(Interval.init(rawValue:)) else {
            return refusal(-1120, "Invalid interval.")
        }
        let limit = request.integer("limit") ?? 500
        guard limit > 0 else { return refusal(-1100, "Illegal characters found in parameter 'limit'.") }
        let rows = rows(
            of: interval, from: milliseconds("startTime", request), to: milliseconds("endTime", request),
            limit: Int(min(limit, 1000)))
        return .json("[" + market.list(rows, of: interval) { row($0, interval) } + "]")
    }

    private func milliseconds(_ parameter: String, _ request: WorldRequest) -> Timestamp? {
        request.integer(parameter).flatMap {
            (0...253_402_300_799_999).contains($0) ? Timestamp(milliseconds: $0) : nil
        }
    }

    private func rows(of interval: Interval, from start: Timestamp?, to end: Timestamp?, limit: Int) -> [Bar] {
        guard let start else { return market.newest(limit, of: interval, upTo: end ?? market.now) }
        let until = min(end ?? market.now, market.now)
        return Array(market.bars(of: interval, in: TimeRange(start, until: until + .milliseconds(1))).prefix(limit))
    }

    private func row(_ bar: Bar, _ interval: Interval) -> String {
        let opens = bar.openTime.milliseconds
        let prices = [bar.open, bar.high, bar.low, bar.close].map { #""\#(Amounts.dollars($0, decimals: 8))""# }.joined(
            separator: ",")
        let taken = bar.takenByBuyers
        return """
            [\(opens),\(prices),"\(Amounts.bitcoins(bar.volume))",\(opens + interval.seconds * 1000 - 1),\
            "\(Amounts.cost(of: bar.volume, at: bar.averagePrice))",\(bar.trades),"\(Amounts.bitcoins(taken))",\
            "\(Amounts.cost(of: taken, at: bar.averagePrice))","0"]
            """
    }

    private func refusal(_ code: Int, _ message: String) -> WorldResponse {
        .json(#"{"code":\#(code),"msg":"\#(message)"}"#, status: .badRequest)
    }
}
