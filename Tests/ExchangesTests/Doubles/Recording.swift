import Foundation
import Support

/// A recorded answer: the rows of its body with their open times, in the order in which they came.
enum Recording {
    static func binance(_ number: Int) throws -> [VenueRow] {
        let rows = try object("binance-klines-\(number).json")["body"] as? [[Any]]
        return try Recording.rows(rows) { ($0.first as? NSNumber).map { $0.int64Value / 1000 } }
    }

    static func bitstamp(_ number: Int) throws -> [VenueRow] {
        let body = try object("bitstamp-ohlc-\(number).json")["body"] as? [String: Any]
        let rows = (body?["data"] as? [String: Any])?["ohlc"] as? [[String: String]]
        return try Recording.rows(rows) { $0["timestamp"].flatMap(Int64.init) }
    }

    static func kraken() throws -> [VenueRow] {
        let result = try object("kraken-ohlc.json")["result"] as? [String: Any]
        return try rows(result?["XXBTZUSD"] as? [[Any]]) { ($0.first as? NSNumber)?.int64Value }
    }

    struct OtherShape: Error {}

    private static func object(_ file: String) throws -> [String: Any] {
        let parsed = try JSONSerialization.jsonObject(with: Data(try SharedData.bytes("exchanges/" + file)))
        guard let object = parsed as? [String: Any] else { throw OtherShape() }
        return object
    }

    private static func rows<Row>(_ rows: [Row]?, time: (Row) -> Int64?) throws -> [VenueRow] {
        guard let rows else { throw OtherShape() }
        return try rows.map { row in
            guard let time = time(row) else { throw OtherShape() }
            return VenueRow(
                time: time, json: String(decoding: try JSONSerialization.data(withJSONObject: row), as: UTF8.self))
        }
    }
}
