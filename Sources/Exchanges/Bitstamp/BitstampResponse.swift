import Domain

/// `{"data": {"ohlc": [rows], "pair": "BTC/USD"}}`, oldest first.
struct BitstampResponse: Decodable {
    struct Series: Decodable { let ohlc: [LenientElement<CandleRow<BitstampRow>>] }
    let data: Series
}

/// `{"timestamp": "1577836200", "open": "7164.21", "high": …, "low": …, "close": …, "volume": "0.08549090"}`: strings
/// only.
enum BitstampRow: CandleRowFormat {
    typealias Time = UnixTime.SecondsText
    typealias Number = DecimalText
    static let layout = CandleRowLayout.object([
        (.time, "timestamp"), (.open, "open"), (.high, "high"), (.low, "low"), (.close, "close"), (.volume, "volume"),
    ])
}
