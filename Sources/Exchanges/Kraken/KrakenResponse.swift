import Domain

/// `{"error": [], "result": {"XXBTZUSD": [rows], "last": 1502445600}}`, or errors in place of a result, with status 200 all the same.
enum KrakenResponse: Decodable {
    case rows([LenientElement<KrakenRow>])
    /// Never empty.
    case errors([String])

    init(from decoder: any Decoder) throws {
        let answer = try decoder.container(keyedBy: Key.self)
        // An entry that begins with W is a warning: the result is there.
        let errors = try (answer.decodeIfPresent([String].self, forKey: Key("error")) ?? []).filter {
            !$0.hasPrefix("W")
        }
        guard errors.isEmpty else {
            self = .errors(errors)
            return
        }
        let result = try answer.nestedContainer(keyedBy: Key.self, forKey: Key("result"))
        // The pair goes by another name in the answer (XXBTZUSD) than in the question (XBTUSD).
        let pair = result.allKeys.first { $0.stringValue != "last" } ?? Key("XXBTZUSD")
        self = .rows(try result.decode([LenientElement<KrakenRow>].self, forKey: pair))
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

/// `[1502402520, "3449.992", "3449.999", "3449.992", "3449.999", "3449.997", "1.01200000", 7]`: time, open, high, low, close,
/// volume-weighted mean, volume, number of trades.
struct KrakenRow: CandleRow {
    let openTime: Timestamp
    let open: Double
    let high: Double
    let low: Double
    let close: Double
    let volume: Double

    init(from decoder: any Decoder) throws {
        var cells = try decoder.unkeyedContainer()
        openTime = try cells.decode(UnixTime.Seconds.self).time
        open = try cells.decode(DecimalText.self).value
        high = try cells.decode(DecimalText.self).value
        low = try cells.decode(DecimalText.self).value
        close = try cells.decode(DecimalText.self).value
        _ = try cells.decode(DecimalText.self)
        volume = try cells.decode(DecimalText.self).value
    }
}
