import Domain
import FoundationEssentials

extension JSONValue {
    /// As JSON, for people: of what a provider says in its own form.
    var plainText: String {
        if case .text(let text) = self { return text }
        return (try? JSONEncoder.compact.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// The same without the members of this name, at any depth.
    func without(_ name: String) -> JSONValue {
        switch self {
        case .array(let array): .array(array.map { $0.without(name) })
        case .object(let members):
            .object(members.filter { $0.key != name }.mapValues { $0.without(name) })
        default: self
        }
    }
}
