import Domain

/// `[1586987400000, "6733.55000000", "6737.79000000", "6726.61000000", "6727.14000000", "121.20139100", 1586987699999, …]`:
/// open time in milliseconds, open, high, low, close, volume, and six more that are not needed.
struct BinanceRow: CandleRow {
    let openTime: Timestamp
    let open: Double
    let high: Double
    let low: Double
    let close: Double
    let volume: Double

    init(from decoder: any Decoder) throws {
        var cells = try decoder.unkeyedContainer()
        openTime = try cells.decode(UnixTime.Milliseconds.self).time
        open = try cells.decode(DecimalText.self).value
        high = try cells.decode(DecimalText.self).value
        low = try cells.decode(DecimalText.self).value
        close = try cells.decode(DecimalText.self).value
        volume = try cells.decode(DecimalText.self).value
    }
}
