import Domain
import FoundationEssentials

/// JSON that is safe inside a `<script>` element: it can neither end the element nor begin a comment
/// (https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements).
enum EmbeddedJSON {
    static func text(_ value: some Encodable) throws -> String {
        let json = String(decoding: try JSONEncoder.compact.encode(value), as: UTF8.self)
        return json.unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "<", ">", "&", "\u{2028}", "\u{2029}":
                text += "\\u" + UInt16(truncatingIfNeeded: scalar.value).hexadecimal
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
