import Domain

/// One row of a venue's answer as it stands there, before anyone believes it. Prices in the venue's quote currency, volume in bitcoins.
protocol CandleRow: Decodable {
    var openTime: Timestamp { get }
    var open: Double { get }
    var high: Double { get }
    var low: Double { get }
    var close: Double { get }
    var volume: Double { get }
}
