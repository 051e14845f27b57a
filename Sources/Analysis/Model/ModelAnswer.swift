import Domain
import FoundationEssentials

/// What a model answers: labels, and sentences with placeholders for numbers.
struct ModelAnswer: Decodable {
    struct Sentence: Decodable {
        let text: String
        let facts: [String]
    }

    let trend: String?
    let volatility: String?
    let sentences: [Sentence]

    static let schema = """
        {"type":"object","properties":{"trend":{"type":"string","enum":["bullish","bearish","stable","unknown"]},\
        "volatility":{"type":"string","enum":["low","normal","high","unknown"]},"sentences":{"type":"array","items":\
        {"type":"object","properties":{"text":{"type":"string"},"facts":{"type":"array","items":{"type":"string"}}},\
        "required":["text","facts"],"additionalProperties":false}}},"required":["trend","volatility","sentences"],\
        "additionalProperties":false}
        """

    /// Why a text is no such object.
    struct Fault: Error {
        let outcome: ModelOutcome
        /// In English, with no word of the text.
        let reason: String
    }

    /// What stands around the object is left out: some servers put it between marks.
    init(_ text: String) throws(Fault) {
        guard let start = text.firstIndex(of: "{") else {
            throw Fault(outcome: .notJSON, reason: "the text is not JSON")
        }
        let end = text.lastIndex(of: "}").map { text.index(after: $0) } ?? text.endIndex
        let object = start < end ? text[start..<end] : text[start...]
        let data = Data(object.utf8)
        do {
            let answer = try JSONDecoder().decode(ModelAnswer.self, from: data)
            if let name = RepeatedMember.first(in: data),
                ["trend", "volatility", "sentences", "text", "facts"].contains(name)
            {
                throw Fault(outcome: .unexpectedShape, reason: "'\(name)' is in the JSON more than once")
            }
            self = answer
        } catch let fault as Fault {
            throw fault
        } catch DecodingError.dataCorrupted {
            throw Self.isCut(text[start...])
                ? Fault(outcome: .truncated, reason: "the JSON is cut off before its end")
                : Fault(outcome: .notJSON, reason: "the text is not JSON")
        } catch DecodingError.keyNotFound(let key, _) {
            throw Fault(outcome: .unexpectedShape, reason: "'\(Self.known(key))' is missing in the JSON")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            let name = context.codingPath.last { $0.intValue == nil }.map(Self.known) ?? "{}"
            throw Fault(
                outcome: .unexpectedShape, reason: "'\(name)' in the JSON is not of the type that was asked for")
        } catch {
            throw Fault(outcome: .unexpectedShape, reason: "it is not the JSON object that was asked for")
        }
    }

    /// Names are ours: the decoder looks for no others.
    private static func known(_ key: any CodingKey) -> String { key.stringValue }

    /// Whether more brackets are opened than closed, or a string does not end.
    private static func isCut(_ text: Substring) -> Bool {
        var (depth, isInString, isEscaped) = (0, false, false)
        for byte in text.utf8 {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            if depth == 0 { return false }
        }
        return true
    }
}
