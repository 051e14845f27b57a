import Domain
import FoundationEssentials

/// An array of the API's candles as lines of CSV, in the columns of our export.
final class JSONRows: ByteSource {
    static let layout = CandleLayout(
        .bitcoinAnalyzer, delimiter: UInt8(ascii: ","),
        columns: CandleCSV.columns + CandleCSV.furtherColumns, hasHeader: false)

    private let objects: JSONObjects
    private let decoder = JSONDecoder()
    private var line: ArraySlice<UInt8> = []

    private init(_ objects: JSONObjects) { self.objects = objects }

    /// The text itself, or its rows where it is JSON.
    static func csv(_ text: any ByteSource, name: String) throws(ImportFailure) -> (any ByteSource, isJSON: Bool) {
        let head = try text.next(64)
        let whole = PrefixedSource(head, text)
        guard head.first(where: { ![32, 9, 10, 13].contains($0) }) == UInt8(ascii: "[") else { return (whole, false) }
        return (JSONRows(JSONObjects(whole, name: name)), true)
    }

    /// One candle of the API. An absent or wrong field becomes an empty one, which the reader of rows refuses.
    private struct Object: Decodable {
        var fields: [String] = []

        enum CodingKeys: String, CodingKey, CaseIterable {
            case time, open, high, low, close, volume, quote, source, closed, known, expected, doubt, doubtful
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            for key in CodingKeys.allCases where key != .doubtful {
                let text = try? values.decode(String.self, forKey: key)
                let number = text == nil ? (try? values.decode(Double.self, forKey: key))?.shortest : nil
                let flag = text == nil && number == nil ? try? values.decode(Bool.self, forKey: key) : nil
                let field = text ?? number ?? flag.map { $0 ? "true" : "false" } ?? ""
                fields.append(field.contains { ",\"\n\r".contains($0) } ? "" : field)
            }
            // The API says that a candle is doubtful, and an export also why.
            if fields.last == "", (try? values.decode(Bool.self, forKey: .doubtful)) == true {
                fields[fields.count - 1] = DoubtReason.disagreement.rawValue
            }
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportFailure) -> Int {
        if line.isEmpty {
            guard let object = try objects.next() else { return 0 }
            let decoded = try? decoder.decode(Object.self, from: Data(object))
            line = Array((decoded?.fields.joined(separator: ",") ?? "?").utf8 + [10])[...]
        }
        let piece = line.prefix(buffer.count)
        buffer.copyBytes(from: piece)
        line = line.dropFirst(piece.count)
        return piece.count
    }
}
