/// `[1586987400000, "6733.55000000", "6737.79000000", "6726.61000000", "6727.14000000", "121.20139100", 1586987699999,
/// …]`: open time in milliseconds, open, high, low, close, volume, and six unused values.
enum BinanceRow: CandleRowFormat {
    typealias Time = UnixTime.Milliseconds
    typealias Number = DecimalText
    static let layout = CandleRowLayout.array([.time, .open, .high, .low, .close, .volume])
}
