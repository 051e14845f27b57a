import Domain

/// `[rows]`, or an error in its place.
enum BitfinexResponse: Decodable {
    case rows([LenientElement<CandleRow<BitfinexRow>>])
    case error(BitfinexError)

    init(from decoder: any Decoder) throws {
        if let error = try? BitfinexError(from: decoder) {
            self = .error(error)
        } else {
            self = .rows(try [LenientElement<CandleRow<BitfinexRow>>](from: decoder))
        }
    }
}

/// `[1364774400000, 93.033, 93.033, 93.033, 93.033, 0.5]`: open time in milliseconds, open, **close**, high, low,
/// volume.
enum BitfinexRow: CandleRowFormat {
    typealias Time = UnixTime.Milliseconds
    typealias Number = Double
    static let layout = CandleRowLayout.array([.time, .open, .close, .high, .low, .volume])
}
