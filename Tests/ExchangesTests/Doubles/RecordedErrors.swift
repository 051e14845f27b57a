import Foundation
import Support

/// The error answers that were recorded, one JSON object a line.
enum RecordedErrors {
    private struct Line: Decodable {
        let exchange: String
        let status: Int?
        let body: String
    }

    static func bodies(of exchange: String, status: Int?) throws -> [String] {
        try SharedData.bytes("exchanges/errors.jsonl").split(separator: UInt8(ascii: "\n"))
            .map { try JSONDecoder().decode(Line.self, from: Data($0)) }
            .filter { $0.exchange == exchange && $0.status == status }
            .map(\.body)
    }
}
