package import FoundationEssentials

/// How this program writes JSON: keys sorted, so that equal values give equal bytes, and slashes as they are. Times are
/// ``Timestamp``s, which encode themselves (RFC 3339).
extension JSONEncoder {
    /// On one line: for HTTP, log lines and documents that programs read.
    package static var compact: JSONEncoder { writing([.sortedKeys, .withoutEscapingSlashes]) }

    /// Indented: for files and output that people read too.
    package static var pretty: JSONEncoder { writing([.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]) }

    private static func writing(_ format: OutputFormatting) -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = format
        return encoder
    }
}
