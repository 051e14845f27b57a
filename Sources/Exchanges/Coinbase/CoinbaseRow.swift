import Domain

/// `[1517443740, 10106, 10120.21, 10106.01, 10120.21, 2.85107455]`: the low and the high come **before** the open and the close.
struct CoinbaseRow: CandleRow {
    let openTime: Timestamp
    let low: Double
    let high: Double
    let open: Double
    let close: Double
    let volume: Double

    init(from decoder: any Decoder) throws {
        var cells = try decoder.unkeyedContainer()
        openTime = try cells.decode(UnixTime.Seconds.self).time
        low = try cells.decode(Double.self)
        high = try cells.decode(Double.self)
        open = try cells.decode(Double.self)
        close = try cells.decode(Double.self)
        volume = try cells.decode(Double.self)
    }
}
