import Domain
import FoundationEssentials

/// An element that may be unreadable, so that one invalid row does not reject its page.
struct LenientElement<Row: Decodable>: Decodable {
    let row: Row?
    /// The reason that the row is unreadable.
    let problem: String

    init(from decoder: any Decoder) {
        do {
            row = try Row(from: decoder)
            problem = ""
        } catch {
            row = nil
            problem = (error as? DecodingError)?.sentence ?? "cannot be read"
        }
    }
}

extension DecodingError {
    /// The actual and the expected content, and the position.
    var sentence: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            context.sentence
        case .keyNotFound(let key, let context): "no '\(key.stringValue)'\(context.place)"
        @unknown default: "cannot be read"
        }
    }
}

extension DecodingError.Context {
    fileprivate var sentence: String { debugDescription.condensedLine(limit: 200) + place }

    fileprivate var place: String {
        guard !codingPath.isEmpty else { return "" }
        return " at " + codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
    }
}
