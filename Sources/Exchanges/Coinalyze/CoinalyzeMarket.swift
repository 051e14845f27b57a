import Domain

/// `{"symbol": "BTCUSD.C", "history": [rows]}`, oldest first.
struct CoinalyzeMarket: Decodable {
    let symbol: String
    let history: [LenientElement<CoinalyzeRow>]
}

/// `{"t": 1761350400, "o": 50000, "h": 51000, "l": 49500, "c": 50500, "v": 1000.5, …}`: time, open, high, low, close, volume.
struct CoinalyzeRow: CandleRow {
    let openTime: Timestamp
    let open: Double
    let high: Double
    let low: Double
    let close: Double
    let volume: Double

    init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: Key.self)
        openTime = try row.decode(UnixTime.Seconds.self, forKey: .time).time
        open = try row.decode(Double.self, forKey: .open)
        high = try row.decode(Double.self, forKey: .high)
        low = try row.decode(Double.self, forKey: .low)
        close = try row.decode(Double.self, forKey: .close)
        volume = try row.decode(Double.self, forKey: .volume)
    }

    private enum Key: String, CodingKey {
        case time = "t", open = "o", high = "h", low = "l", close = "c", volume = "v"
    }
}
