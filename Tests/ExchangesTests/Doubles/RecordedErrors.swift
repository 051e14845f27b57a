import Foundation
import Support

/// The error answers that were recorded, one JSON object a line.
enum RecordedErrors {
    struct Line: Decodable {
        let exchange: String
        let status: Int?
        let headers: [String: String]?
        let body: String

        var lowercaseHeaders: [String: String] {
            Dictionary((headers ?? [:]).map { ($0.key.lowercased(), $0.value) }) { $1 }
        }
    }

    static func all() throws -> [Line] {
        try SharedData.bytes("exchanges/errors.jsonl").split(separator: UInt8(ascii: "\n"))
            .map { try JSONDecoder().decode(Line.self, from: Data($0)) }
    }

    static func bodies(of exchange: String, status: Int?) throws -> [String] {
        try all().filter { $0.exchange == exchange && $0.status == status }.map(\.body)
    }
}
