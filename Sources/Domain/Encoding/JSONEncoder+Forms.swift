package import FoundationEssentials

/// How this program writes JSON: keys sorted, so that equal values give equal bytes, and slashes as they are. Times are
/// ``Timestamp``s, which encode themselves (RFC 3339).
extension JSONEncoder {
    /// On one line: for HTTP, log lines and documents that programs read.
    package static var compact: JSONEncoder { writing([.sortedKeys, .withoutEscapingSlashes]) }

    /// Indented: for files and output that people read too.
    package static var pretty: JSONEncoder { writing([.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]) }

    /// The value as text for a terminal or a log: what is not printable is escaped (RFC 8259, 7), which means the same.
    package func printableText(_ value: some Encodable) throws -> String {
        let text = String(decoding: try encode(value), as: UTF8.self)
        guard text.unicodeScalars.contains(where: { !$0.isPrintable && $0 != "\n" }) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            guard !scalar.isPrintable, scalar != "\n" else {
                escaped.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return escaped
    }

    private static func writing(_ format: OutputFormatting) -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = format
        return encoder
    }
}
