import Domain

/// `{"data": {"ohlc": [rows], "pair": "BTC/USD"}}`, oldest first, or an error in its place.
enum BitstampResponse: Decodable {
    case rows([LenientElement<CandleRow<BitstampRow>>])
    case error(BitstampError)

    private struct Series: Decodable { let ohlc: [LenientElement<CandleRow<BitstampRow>>] }
    private enum CodingKeys: CodingKey { case data }

    init(from decoder: any Decoder) throws {
        if let error = try? BitstampError(from: decoder) {
            self = .error(error)
        } else {
            self = .rows(try decoder.container(keyedBy: CodingKeys.self).decode(Series.self, forKey: .data).ohlc)
        }
    }
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
