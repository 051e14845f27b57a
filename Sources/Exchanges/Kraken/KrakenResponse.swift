import Domain

/// `{"error": [], "result": {"XXBTZUSD": [rows], "last": 1502445600}}`, or errors instead of a result, also with status
/// 200.
enum KrakenResponse: Decodable {
    /// - Parameter last: the open time of the newest candle that does not change any more, where readable.
    case rows([LenientElement<CandleRow<KrakenRow>>], last: Timestamp?)
    /// Never empty.
    case errors([String])

    init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        // An entry that begins with W is a warning: there is a result.
        let errors = try (object.decodeIfPresent([String].self, forKey: Key("error")) ?? []).filter {
            !$0.hasPrefix("W")
        }
        guard errors.isEmpty else {
            self = .errors(errors)
            return
        }
        let result = try object.nestedContainer(keyedBy: Key.self, forKey: Key("result"))
        // The pair has another name in the response (XXBTZUSD) than in the request (XBTUSD).
        let pair = result.allKeys.first { $0.stringValue != "last" } ?? Key("XXBTZUSD")
        let last = try? result.decodeIfPresent(UnixTime.Seconds.self, forKey: Key("last"))?.time
        self = .rows(try result.decode([LenientElement<CandleRow<KrakenRow>>].self, forKey: pair), last: last)
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

/// `[1502402520, "3449.992", "3449.999", "3449.992", "3449.999", "3449.997", "1.01200000", 7]`: time, open, high, low,
/// close, volume-weighted mean, volume, number of trades.
enum KrakenRow: CandleRowFormat {
    typealias Time = UnixTime.Seconds
    typealias Number = DecimalText
    static let layout = CandleRowLayout.array([.time, .open, .high, .low, .close, .skipped, .volume])
}
