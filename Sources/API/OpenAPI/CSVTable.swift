import Domain
import FoundationEssentials

/// A collection as CSV (RFC 4180): a column for each member of its items that is a text, number or boolean, in the
/// order of the schema. What is not known is empty.
enum CSVTable {
    static func text(_ items: [some Encodable & SchemaDescribed & Sendable], of schema: Schema) throws -> String {
        let columns = schema.scalarFields
        var text = columns.joined(separator: ",") + "\r\n"
        for item in items {
            let members = try JSONDecoder().decode(
                [String: Cell].self, from: try JSONEncoder.compact.encode(item))
            text += columns.map { members[$0]?.text ?? "" }.joined(separator: ",") + "\r\n"
        }
        return text
    }

    private struct Cell: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self.text = Self.quoted(text)
            } else if let boolean = try? container.decode(Bool.self) {
                text = boolean ? "true" : "false"
            } else if let integer = try? container.decode(Int64.self) {
                text = String(integer)
            } else if let number = try? container.decode(Double.self) {
                text = "\(number)"
            } else {
                text = ""
            }
        }

        /// Quoted where it has a separator, a quote or a line end (RFC 4180, 2.6). A headline that a spreadsheet would
        /// take for a formula gets an apostrophe before it (owasp.org/www-community/attacks/CSV_Injection).
        private static func quoted(_ text: String) -> String {
            let safe = text.first.map { "=+-@\t\r".contains($0) } == true ? "'" + text : text
            guard safe.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) || safe != text else {
                return safe
            }
            return "\"" + safe.replacing("\"", with: "\"\"") + "\""
        }
    }
}

extension Schema {
    /// The names of the members that are no objects or arrays.
    fileprivate var scalarFields: [String] {
        switch self {
        case .named(_, let schema): schema.scalarFields
        case .object(let fields): fields.filter(\.schema.isScalar).map(\.name)
        default: []
        }
    }

    private var isScalar: Bool {
        switch self {
        case .value, .oneOf: true
        case .nullable(let schema): schema.isScalar
        default: false
        }
    }
}
