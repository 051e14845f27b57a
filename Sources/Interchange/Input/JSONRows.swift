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
    /// Why the first objects that are no rows are none, by their number.
    private(set) var problems: [Int: Phrase] = [:]

    private init(_ objects: JSONObjects) { self.objects = objects }

    /// The text itself, or its rows where it is JSON.
    static func csv(_ text: any ByteSource, name: String) throws(ImportFailure) -> (any ByteSource, json: JSONRows?) {
        let head = try text.next(64)
        let whole = PrefixedSource(head, text)
        guard head.first(where: { ![32, 9, 10, 13].contains($0) }) == UInt8(ascii: "[") else { return (whole, nil) }
        let rows = JSONRows(JSONObjects(whole, name: name))
        return (rows, rows)
    }

    /// One candle of the API. An absent or wrong field becomes an empty one, which the reader of rows refuses; whether
    /// the candle is closed may be absent.
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
                // Bytes, as CR LF is one character and another one than either.
                let isPlain = !field.utf8.contains { [44, 34, 10, 13].contains($0) }
                fields.append(isPlain ? field : key == .closed ? "?" : "")
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
            line = Array(row(of: object).utf8 + [10])[...]
        }
        let piece = line.prefix(buffer.count)
        buffer.copyBytes(from: piece)
        line = line.dropFirst(piece.count)
        return piece.count
    }

    /// The fields of an object, or fewer than a row has where it is none.
    private func row(of object: ArraySlice<UInt8>) -> String {
        guard let decoded = try? decoder.decode(Object.self, from: Data(object)) else {
            note(Phrase("the object is not valid JSON", fr: "l’objet n’est pas du JSON valable"))
            return "?"
        }
        guard let name = RepeatedMember.first(in: object) else { return decoded.fields.joined(separator: ",") }
        note(Self.repeated(name))
        // Its time, from which the interval of the file is found.
        return decoded.fields.first.flatMap { $0.isEmpty ? nil : $0 } ?? "?"
    }

    static func repeated(_ name: String) -> Phrase {
        let shown = name.printableLine(limit: 40)
        return Phrase(
            "the object has '\(shown)' more than once", fr: "l’objet a plusieurs fois «\u{A0}\(shown)\u{A0}»")
    }

    private func note(_ problem: Phrase) {
        if problems.count < CandleFileSummary.shownRows { problems[objects.number] = problem }
    }
}
