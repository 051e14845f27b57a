/// A string literal of the sources that is a text for people: an argument of a `Phrase` or of `localized`.
struct TextLiteral: Sendable {
    let line: Int
    /// Without escapes; `x` for each interpolation; concatenated literals are one.
    let text: String

    /// The literals that follow a marker such as `fr:` or `Phrase(`. Multi-line literals are left out.
    static func all(in source: String, after marker: String) -> [TextLiteral] {
        let (bytes, marker) = (Array(source.utf8), Array(marker.utf8))
        var (found, index, line): ([TextLiteral], Int, Int) = ([], 0, 1)
        while index + marker.count < bytes.count {
            if bytes[index] == UInt8(ascii: "\n") { line += 1 }
            guard bytes[index] == marker[0], bytes[index..<index + marker.count].elementsEqual(marker) else {
                index += 1
                continue
            }
            index += marker.count
            var scanner = LiteralScanner(bytes: bytes, index: index)
            if let text = scanner.concatenation() { found.append(TextLiteral(line: line, text: text)) }
        }
        return found
    }
}

/// Reads Swift string literals.
private struct LiteralScanner {
    let bytes: [UInt8]
    var index: Int

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// `"a" + "b"` as one text; `nil` where no literal of one line follows.
    mutating func concatenation() -> String? {
        var text: [UInt8] = []
        var isFound = false
        while true {
            skipBlanks()
            guard current == UInt8(ascii: "\""), !isMultiLine else { break }
            text += literal()
            isFound = true
            skipBlanks()
            guard current == UInt8(ascii: "+") else { break }
            index += 1
        }
        return isFound ? String(decoding: text, as: UTF8.self) : nil
    }

    private var isMultiLine: Bool {
        index + 2 < bytes.count && bytes[index + 1] == UInt8(ascii: "\"") && bytes[index + 2] == UInt8(ascii: "\"")
    }

    private mutating func skipBlanks() {
        while let byte = current, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") { index += 1 }
    }

    /// From its first quotation mark to behind its last.
    private mutating func literal() -> [UInt8] {
        var text: [UInt8] = []
        index += 1
        while let byte = current, byte != UInt8(ascii: "\"") {
            index += 1
            guard byte == UInt8(ascii: "\\"), let escaped = current else {
                text.append(byte)
                continue
            }
            index += 1
            switch escaped {
            case UInt8(ascii: "("):
                skipInterpolation()
                text.append(UInt8(ascii: "x"))
            case UInt8(ascii: "u"): text += scalar()
            case UInt8(ascii: "n"): text.append(UInt8(ascii: "\n"))
            default: text.append(escaped)
            }
        }
        index += 1
        return text
    }

    private mutating func skipInterpolation() {
        var depth = 1
        while depth > 0, let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                _ = literal()
                continue
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth -= 1
            default: break
            }
            index += 1
        }
    }

    /// `{A0}`
    private mutating func scalar() -> [UInt8] {
        let digits = bytes[index...].prefix { $0 != UInt8(ascii: "}") }
        index += digits.count + 1
        let scalar = UInt32(String(decoding: digits.dropFirst(), as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
        return scalar.map { Array(String(Character($0)).utf8) } ?? []
    }
}
