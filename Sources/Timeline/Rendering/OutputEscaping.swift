import Domain

/// Escapes text from logs: it must neither control a terminal, nor end a JSON string, nor become markup.
enum OutputEscaping {
    enum Context { case terminal, json, html }

    /// Appends `text` with invalid UTF-8 and unprintable scalars replaced, and controls shown as pictures.
    static func append(_ text: Line, for context: Context, to output: inout OutputBuffer) {
        // A branch-free pass detects the common case: nothing to escape.
        var needsEscaping: UInt8 = 0
        for byte in text { needsEscaping |= byte &- 0x20 > 0x5E ? 1 : 0 }
        if needsEscaping == 0, context == .terminal {
            output.append(text)
            return
        }
        var plain = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte < 0x80, byte >= 0x20, byte != 0x7F, !isSpecial(byte, context) {
                index += 1
                continue
            }
            output.append(text.part(plain, index))
            index += byte < 0x80 ? appendASCII(byte, context, to: &output) : appendScalar(text, at: index, to: &output)
            plain = index
        }
        output.append(text.part(plain, text.count))
    }

    static func append(_ text: String, for context: Context, to output: inout OutputBuffer) {
        Array(text.utf8).withUnsafeBufferPointer { append($0, for: context, to: &output) }
    }

    /// Text, such as a file name, escaped for a terminal.
    static func forTerminal(_ text: String) -> String {
        var output = OutputBuffer(-1)
        append(text, for: .terminal, to: &output)
        return String(decoding: output.bytes, as: UTF8.self)
    }

    /// - Parameter scratch: a buffer reused between calls.
    static func append(
        _ value: LineFacts.Value, of line: Line, for context: Context, _ scratch: inout [UInt8],
        to output: inout OutputBuffer
    ) {
        value.withText(in: line, &scratch) { append($0, for: context, to: &output) }
    }

    @inline(__always)
    private static func isSpecial(_ byte: UInt8, _ context: Context) -> Bool {
        switch context {
        case .terminal: false
        case .json: byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
        case .html:
            byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
                || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
        }
    }

    private static func appendASCII(_ byte: UInt8, _ context: Context, to output: inout OutputBuffer) -> Int {
        switch (byte, context) {
        case (UInt8(ascii: "\""), .json): output.append("\\\"")
        case (UInt8(ascii: "\\"), .json): output.append("\\\\")
        case (UInt8(ascii: "\n"), .json): output.append("\\n")
        case (UInt8(ascii: "\t"), .json): output.append("\\t")
        case (_, .json) where byte < 0x20:
            output.append(byte < 0x10 ? "\\u000" : "\\u001")
            output.append(digits[Int(byte & 15)])
        case (UInt8(ascii: "&"), .html): output.append("&amp;")
        case (UInt8(ascii: "<"), .html): output.append("&lt;")
        case (UInt8(ascii: ">"), .html): output.append("&gt;")
        case (UInt8(ascii: "\""), .html): output.append("&quot;")
        case (UInt8(ascii: "'"), .html): output.append("&#39;")
        case (UInt8(ascii: "\t"), _): output.append(byte)
        default: appendPicture(byte, to: &output)
        }
        return 1
    }

    /// Appends a Unicode control picture, such as `␛` for ESC.
    private static func appendPicture(_ byte: UInt8, to output: inout OutputBuffer) {
        output.append(0xE2)
        output.append(0x90)
        output.append(byte == 0x7F ? 0xA1 : 0x80 + byte)
    }

    /// Appends a printable non-ASCII scalar, else U+FFFD. Returns the number of bytes consumed.
    private static func appendScalar(_ text: Line, at index: Int, to output: inout OutputBuffer) -> Int {
        let count = text[index] >= 0xF0 ? 4 : text[index] >= 0xE0 ? 3 : 2
        let end = min(text.count, index + count)
        var decoder = UTF8()
        var bytes = text.part(index, end).makeIterator()
        if case .scalarValue(let scalar) = decoder.decode(&bytes), UTF8.width(scalar) == end - index {
            if scalar.isPrintable {
                output.append(text.part(index, end))
            } else {
                output.append("\u{FFFD}" as StaticString)
            }
            return end - index
        }
        output.append("\u{FFFD}" as StaticString)
        return 1
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
