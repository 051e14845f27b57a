import Domain

/// `{"symbol": "BTCUSD.C", "history": [rows]}`, oldest first.
struct CoinalyzeMarket: Decodable {
    let symbol: String
    let history: [LenientElement<CandleRow<CoinalyzeRow>>]
}

/// `{"t": 1761350400, "o": 50000, "h": 51000, "l": 49500, "c": 50500, "v": 1000.5, …}`: time, open, high, low, close,
/// volume.
enum CoinalyzeRow: CandleRowFormat {
    typealias Time = UnixTime.Seconds
    typealias Number = Double
    static let layout = CandleRowLayout.object([
        (.time, "t"), (.open, "o"), (.high, "h"), (.low, "l"), (.close, "c"), (.volume, "v"),
    ])
}
