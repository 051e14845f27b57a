import Domain
import HTTPTypes

/// Bitfinex: rows `[time, open, close, high, low, volume]`, times in milliseconds, newest first unless `sort=1`, 120
/// rows by default, 10,000 at most; errors are an array with status 500.
///
/// https://docs.bitfinex.com/reference/rest-public-candles
struct BitfinexFormat: VenueFormat {
    private let market: VenueMarket

    init(_ market: VenueMarket) { self.market = market }

    func response(to request: WorldRequest) -> WorldResponse {
        let parts = request.path.split(separator: "/")
        guard parts.count == 4, parts[0] == "v2", parts[1] == "candles", parts[3] == "hist" else {
            return .json(#"{"error":"ERR_NOT_FOUND"}"#, status: .notFound)
        }
        let key = parts[2].split(separator: ":").map(String.init)
        guard key.count == 3, key[0] == "trade", key[2] == "tBTCUSD" else { return refusal("symbol: invalid") }
        guard let interval = Self.intervals[key[1]] else { return refusal("time_interval: invalid") }
        let limit = request.integer("limit") ?? 120
        guard (1...10_000).contains(limit) else { return refusal("limit: invalid") }
        let end = min(milliseconds("end", request) ?? market.now, market.now)
        let isOldestFirst = request.integer("sort") == 1
        let rows: [Bar]
        if let start = milliseconds("start", request) {
            let all = market.bars(of: interval, in: TimeRange(start, until: end + .milliseconds(1)))
            rows = Array(isOldestFirst ? all.prefix(Int(limit)) : all.suffix(Int(limit)))
        } else {
            rows = market.newest(Int(limit), of: interval, upTo: end)
        }
        return .json("[" + market.list(rows, of: interval, newestFirst: !isOldestFirst, row) + "]")
    }

    private static let intervals: [String: Interval] = [
        "1m": .oneMinute, "5m": .fiveMinutes, "15m": .fifteenMinutes, "1h": .oneHour, "1D": .oneDay, "1W": .oneWeek,
    ]

    private func milliseconds(_ parameter: String, _ request: WorldRequest) -> Timestamp? {
        request.integer(parameter).flatMap {
            (0...253_402_300_799_999).contains($0) ? Timestamp(milliseconds: $0) : nil
        }
    }

    private func row(_ bar: Bar) -> String {
        let prices = [bar.open, bar.close, bar.high, bar.low].map { Amounts.number(Amounts.dollars($0)) }
        let volume = Amounts.number(Amounts.bitcoins(bar.volume))
        return "[\(bar.openTime.milliseconds),\(prices.joined(separator: ",")),\(volume)]"
    }

    private func refusal(_ message: String) -> WorldResponse {
        .json(#"["error",10020,"\#(message)"]"#, status: .internalServerError)
    }
}
