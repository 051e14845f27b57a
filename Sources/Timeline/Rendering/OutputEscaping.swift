/// Text from logs is data: it must neither steer a terminal, nor end a JSON string, nor become markup.
enum OutputEscaping {
    enum Context { case terminal, json, html }

    /// Appends `text`, repaired where it is not UTF-8, with what could do harm shown instead of done.
    static func append(_ text: Line, for context: Context, to output: inout OutputBuffer) {
        // One pass without a branch finds out that there is nothing to do, which is nearly always so.
        var unusual: UInt8 = 0
        for byte in text { unusual |= byte &- 0x20 > 0x5E ? 1 : 0 }
        if unusual == 0, context == .terminal {
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

    /// A name of a file as a terminal may be given it.
    static func forTerminal(_ text: String) -> String {
        var output = OutputBuffer(-1)
        append(text, for: .terminal, to: &output)
        return String(decoding: output.bytes, as: UTF8.self)
    }

    /// - Parameter scratch: used again from call to call.
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

    /// The control pictures of Unicode: `␛` for an escape.
    private static func appendPicture(_ byte: UInt8, to output: inout OutputBuffer) {
        output.append(0xE2)
        output.append(0x90)
        output.append(byte == 0x7F ? 0xA1 : 0x80 + byte)
    }

    /// A scalar beyond ASCII, if it is one and harmless, else the replacement character; gives how many bytes it took.
    private static func appendScalar(_ text: Line, at index: Int, to output: inout OutputBuffer) -> Int {
        let count = text[index] >= 0xF0 ? 4 : text[index] >= 0xE0 ? 3 : 2
        let end = min(text.count, index + count)
        var decoder = UTF8()
        var bytes = text.part(index, end).makeIterator()
        if case .scalarValue(let scalar) = decoder.decode(&bytes), UTF8.width(scalar) == end - index {
            if isHarmless(scalar) {
                output.append(text.part(index, end))
            } else {
                output.append("\u{FFFD}" as StaticString)
            }
            return end - index
        }
        output.append("\u{FFFD}" as StaticString)
        return 1
    }

    /// Not one of the second set of controls, nor one that turns the direction of text around.
    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        !(0x80...0x9F ~= scalar.value || 0x202A...0x202E ~= scalar.value || 0x2066...0x2069 ~= scalar.value
            || scalar.value == 0x2028 || scalar.value == 0x2029)
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
