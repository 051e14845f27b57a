import Domain
import HTTPTypes

/// Bitstamp: objects of strings, oldest first; with an `end`, the newest `limit` rows up to it, and `start` is ignored.
///
/// https://www.bitstamp.net/api/#tag/Market-info/operation/GetOHLCData
struct BitstampFormat: VenueFormat {
    private let market: VenueMarket

    init(_ market: VenueMarket) { self.market = market }

    func response(to request: WorldRequest) -> WorldResponse {
        guard request.path == "/api/v2/ohlc/btcusd" else {
            return .json(#"{"code":"API0001","errors":[{"field":"","message":"Not found."}]}"#, status: .notFound)
        }
        guard let interval = request.integer("step").flatMap({ Self.steps[$0] }) else { return refusal(of: "step") }
        guard let limit = request.integer("limit"), (1...1000).contains(limit) else { return refusal(of: "limit") }
        let rows: [Bar]
        if request.parameters["end"] == nil, let start = request.seconds("start") {
            let range = TimeRange(start, until: min(market.now, start + interval.duration * Int(limit + 1)))
            rows = Array(market.bars(of: interval, in: range).prefix(Int(limit)))
        } else {
            rows = market.newest(Int(limit), of: interval, upTo: request.seconds("end") ?? market.now)
        }
        return .json(#"{"data":{"ohlc":[\#(market.list(rows, of: interval, row))],"pair":"BTC/USD"}}"#)
    }

    private static let steps: [Int64: Interval] = [
        60: .oneMinute, 300: .fiveMinutes, 900: .fifteenMinutes, 3600: .oneHour, 14_400: .fourHours, 86_400: .oneDay,
    ]

    private func row(_ bar: Bar) -> String {
        """
        {"close":"\(Amounts.dollars(bar.close))","high":"\(Amounts.dollars(bar.high))","low":"\(Amounts.dollars(bar.low))",\
        "open":"\(Amounts.dollars(bar.open))","timestamp":"\(bar.openTime.seconds)","volume":"\(Amounts.bitcoins(bar.volume))"}
        """
    }

    private func refusal(of field: String) -> WorldResponse {
        .json(
            #"{"code":"API0005","errors":[{"field":"\#(field)","message":"Not a valid choice."}]}"#, status: .badRequest
        )
    }
}
