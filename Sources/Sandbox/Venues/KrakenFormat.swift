import Domain

/// Kraken: rows `[time, open, high, low, close, vwap, volume, count]`, the newest 720 and no more, the last one still
/// open; errors come with status 200.
///
/// https://docs.kraken.com/api/docs/rest-api/get-ohlc-data
struct KrakenFormat: VenueFormat {
    private let market: VenueMarket

    init(_ market: VenueMarket) { self.market = market }

    func response(to request: WorldRequest) -> WorldResponse {
        guard request.path == "/0/public/OHLC" else { return .json(#"{"error":["EGeneral:Unknown method"]}"#) }
        guard let pair = request.parameters["pair"] else { return .json(#"{"error":["EGeneral:Invalid arguments"]}"#) }
        guard Self.pairs.contains(pair.uppercased()) else { return .json(#"{"error":["EQuery:Unknown asset pair"]}"#) }
        guard
            let interval = Self.intervals[
                request.integer("interval") ?? (request.parameters["interval"] == nil ? 1 : 0)]
        else {
            return .json(#"{"error":["EGeneral:Invalid arguments:interval"]}"#)
        }
        let kept = market.newest(720, of: interval, upTo: market.now)
        // A time before the oldest candle has no effect; `since` itself is excluded.
        let rows = request.seconds("since").map { since in kept.filter { $0.openTime > since } } ?? kept
        let last = interval.openTime(containing: market.now) - interval.duration
        let list = market.list(rows, of: interval, row)
        return .json(#"{"error":[],"result":{"XXBTZUSD":[\#(list)],"last":\#(last.seconds)}}"#)
    }

    private static let pairs: Set = ["XBTUSD", "XXBTZUSD", "XBT/USD", "BTC/USD", "BTCUSD"]
    private static let intervals: [Int64: Interval] = [
        1: .oneMinute, 5: .fiveMinutes, 15: .fifteenMinutes, 60: .oneHour, 240: .fourHours, 1440: .oneDay,
        10_080: .oneWeek,
    ]

    private func row(_ bar: Bar) -> String {
        let prices = [bar.open, bar.high, bar.low, bar.close, bar.averagePrice].map {
            #""\#(Amounts.dollars($0, decimals: 1))""#
        }
        return
            #"[\#(bar.openTime.seconds),\#(prices.joined(separator: ",")),"\#(Amounts.bitcoins(bar.volume))",\#(bar.trades)]"#
    }
}
