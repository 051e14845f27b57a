import Domain

/// `{"data": {"ohlc": [rows], "pair": "BTC/USD"}}`, oldest first.
struct BitstampResponse: Decodable {
    struct Series: Decodable { let ohlc: [LenientElement<BitstampRow>] }
    let data: Series
}

/// `{"timestamp": "1577836200", "open": "7164.21", "high": …, "low": …, "close": …, "volume": "0.08549090"}`: all of it strings.
struct BitstampRow: CandleRow {
    let openTime: Timestamp
    let open: Double
    let high: Double
    let low: Double
    let close: Double
    let volume: Double

    init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: Key.self)
        openTime = try row.decode(UnixTime.SecondsText.self, forKey: .timestamp).time
        open = try row.decode(DecimalText.self, forKey: .open).value
        high = try row.decode(DecimalText.self, forKey: .high).value
        low = try row.decode(DecimalText.self, forKey: .low).value
        close = try row.decode(DecimalText.self, forKey: .close).value
        volume = try row.decode(DecimalText.self, forKey: .volume).value
    }

    private enum Key: String, CodingKey { case timestamp, open, high, low, close, volume }
}
