import Domain

/// One row of a response, not validated yet. Prices in the venue's quote currency, volume in bitcoins.
struct CandleRow<Format: CandleRowFormat>: Decodable {
    private(set) var openTime = Timestamp(seconds: 0)
    private(set) var open = 0.0
    private(set) var high = 0.0
    private(set) var low = 0.0
    private(set) var close = 0.0
    private(set) var volume = 0.0

    init(from decoder: any Decoder) throws {
        switch Format.layout {
        case .array(let columns):
            var cells = try decoder.unkeyedContainer()
            for column in columns {
                switch column {
                case .time: openTime = try cells.decode(Format.Time.self).time
                case .skipped: _ = try cells.decode(Format.Number.self)
                default: set(column, try cells.decode(Format.Number.self).value)
                }
            }
        case .object(let keys):
            let row = try decoder.container(keyedBy: Key.self)
            for (column, key) in keys {
                if column == .time {
                    openTime = try row.decode(Format.Time.self, forKey: Key(stringValue: key)).time
                } else {
                    set(column, try row.decode(Format.Number.self, forKey: Key(stringValue: key)).value)
                }
            }
        }
    }

    private mutating func set(_ column: CandleColumn, _ value: Double) {
        switch column {
        case .open: open = value
        case .high: high = value
        case .low: low = value
        case .close: close = value
        case .volume: volume = value
        case .time, .skipped: break
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

/// The row format of a venue.
protocol CandleRowFormat {
    /// The format of times.
    associatedtype Time: DecodableTime
    /// The format of prices and volumes.
    associatedtype Number: DecodableNumber
    /// Every column but ``CandleColumn/skipped`` exactly once.
    static var layout: CandleRowLayout { get }
}

enum CandleRowLayout {
    /// In the order of the cells; cells after the last are ignored.
    case array([CandleColumn])
    /// The key of each column.
    case object([(CandleColumn, key: String)])
}

enum CandleColumn {
    case time, open, high, low, close, volume
    /// An unused number.
    case skipped
}

protocol DecodableTime: Decodable {
    var time: Timestamp { get }
}

protocol DecodableNumber: Decodable {
    var value: Double { get }
}

extension Double: DecodableNumber {
    var value: Double { self }
}
