import Domain
import FoundationEssentials

/// Any JSON value.
indirect enum JSONDocument: Codable, Hashable {
    case null
    case boolean(Bool)
    case number(Double)
    case text(String)
    case array([JSONDocument])
    case object([String: JSONDocument])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let boolean = try? value.decode(Bool.self) {
            self = .boolean(boolean)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let array = try? value.decode([JSONDocument].self) {
            self = .array(array)
        } else {
            self = .object(try value.decode([String: JSONDocument].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .boolean(let boolean): try value.encode(boolean)
        case .number(let number):
            if let integer = Int(exactly: number) { try value.encode(integer) } else { try value.encode(number) }
        case .text(let text): try value.encode(text)
        case .array(let array): try value.encode(array)
        case .object(let members): try value.encode(members)
        }
    }

    /// As JSON, for people: of what a provider says in its own form.
    var plainText: String {
        if case .text(let text) = self { return text }
        return (try? JSONEncoder.compact.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// The same without the members of this name, at any depth.
    func without(_ name: String) -> JSONDocument {
        switch self {
        case .array(let array): .array(array.map { $0.without(name) })
        case .object(let members):
            .object(members.filter { $0.key != name }.mapValues { $0.without(name) })
        default: self
        }
    }
}
