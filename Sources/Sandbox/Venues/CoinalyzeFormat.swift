import Domain
import HTTPTypes

/// Coinalyze: requires a key, keeps the newest 2000 candles of an interval below a day, numbers as numbers.
///
/// https://api.coinalyze.net/v1/doc/
struct CoinalyzeFormat: VenueFormat {
    private let market: VenueMarket

    init(_ market: VenueMarket) { self.market = market }

    func response(to request: WorldRequest) -> WorldResponse {
        let key = HTTPField.Name("api_key").flatMap { request.headers[$0] } ?? request.parameters["api_key"]
        guard key?.isEmpty == false else { return refusal("Invalid/Missing API key", status: .unauthorized) }
        guard request.path == "/v1/ohlcv-history" else { return refusal("Not found", status: .notFound) }
        guard let symbols = request.parameters["symbols"], !symbols.isEmpty else {
            return refusal("Parameter symbols is required")
        }
        guard let interval = request.parameters["interval"].flatMap({ Self.intervals[$0] }) else {
            return refusal("Invalid interval parameter")
        }
        guard let from = request.seconds("from"), let to = request.seconds("to") else {
            return refusal("Parameters from and to are required")
        }
        var rows = market.bars(of: interval, in: TimeRange(from, until: min(to, market.now) + .milliseconds(1)))
        if interval != .oneDay {
            let oldestKept = interval.openTime(containing: market.now) - interval.duration * 2000
            rows.removeAll { $0.openTime <= oldestKept }
        }
        // An unknown symbol is omitted without an error.
        let known = symbols.split(separator: ",").filter { $0.hasPrefix("BTCUSD") }
        let history = market.list(rows, of: interval, row)
        return .json(
            "[" + known.map { #"{"symbol":"\#(plain($0))","history":[\#(history)]}"# }.joined(separator: ",") + "]")
    }

    private static let intervals: [String: Interval] = [
        "1min": .oneMinute, "5min": .fiveMinutes, "15min": .fifteenMinutes, "1hour": .oneHour, "4hour": .fourHours,
        "daily": .oneDay,
    ]

    private func row(_ bar: Bar) -> String {
        func dollars(_ cents: Int64) -> String { Amounts.number(Amounts.dollars(cents)) }
        func bitcoins(_ satoshis: Int64) -> String { Amounts.number(Amounts.bitcoins(satoshis)) }
        return """
            {"t":\(bar.openTime.seconds),"o":\(dollars(bar.open)),"h":\(dollars(bar.high)),"l":\(dollars(bar.low)),\
            "c":\(dollars(bar.close)),"v":\(bitcoins(bar.volume)),"bv":\(bitcoins(bar.takenByBuyers)),"tx":\(bar.trades),\
            "btx":\(bar.trades / 2)}
            """
    }

    /// Only characters of symbols: nothing that could end a JSON string.
    private func plain(_ symbol: Substring) -> String {
        String(symbol.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) })
    }

    private func refusal(_ message: String, status: HTTPResponse.Status = .badRequest) -> WorldResponse {
        .json(#"{"message":"\#(message)"}"#, status: status)
    }
}
