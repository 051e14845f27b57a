/// `[1517443740, 10106, 10120.21, 10106.01, 10120.21, 2.85107455]`: the low and the high come **before** the open and
/// the close.
enum CoinbaseRow: CandleRowFormat {
    typealias Time = UnixTime.Seconds
    typealias Number = Double
    static let layout = CandleRowLayout.array([.time, .low, .high, .open, .close, .volume])
}
