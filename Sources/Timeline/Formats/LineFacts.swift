import Logging

/// A parsed line, as ranges of its bytes. Reused from line to line, so that parsing does not allocate.
struct LineFacts {
    var level: Logger.Level?
    /// The unit or program that wrote it.
    var unit: Value?
    /// Whether the unit is not part of the message.
    var isUnitApart = false
    var trace: Value?
    var run: Value?
    /// Parts of the message, to be joined by spaces.
    var message: [Value] = []
    /// Further names and values, in the line's order.
    var fields: [(name: Value, value: Value)] = []
    /// An HTTP request: client address, request line, status code.
    var request: (client: Value, line: Value, status: Value)?

    mutating func reset() {
        level = nil
        unit = nil
        isUnitApart = false
        trace = nil
        run = nil
        message.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
        request = nil
    }

    /// A range of a line's bytes.
    struct Value {
        enum Encoding: UInt8 { case plain, jsonString, jsonBytes }
        let start: Int32
        let count: Int32
        let encoding: Encoding

        static func plain(_ start: Int, _ end: Int) -> Value { Value(start, end, .plain) }

        init(_ start: Int, _ end: Int, _ encoding: Encoding) {
            self.start = Int32(truncatingIfNeeded: start)
            count = Int32(truncatingIfNeeded: max(0, end - start))
            self.encoding = encoding
        }

        /// The bytes as in the line, with escapes.
        func raw(in line: Line) -> Line { line.part(Int(start), Int(start) + Int(count)) }
    }

    /// Finds `trace_id=` and `run=` in the text at or after `start`.
    mutating func findIdentity(in line: Line, from start: Int) {
        if trace == nil { trace = Self.word(after: "trace_id=", in: line, from: start) }
        if run == nil { run = Self.word(after: " run=", in: line, from: start) }
    }

    private static func word(after name: StaticString, in line: Line, from start: Int) -> Value? {
        guard let found = line.first(name, from: start) else { return nil }
        let begin = found + name.utf8CodeUnitCount
        var end = begin
        while end < line.count,
            line[end].isDigit || line[end].isLetter || line[end] == UInt8(ascii: "-") || line[end] == UInt8(ascii: "_")
        { end += 1 }
        return end > begin ? .plain(begin, end) : nil
    }
}

extension LineFacts.Value {
    /// Calls `body` with the decoded text; copies only what has escapes.
    func withText<T>(in line: Line, _ scratch: inout [UInt8], _ body: (Line) throws -> T) rethrows -> T {
        let raw = raw(in: line)
        switch encoding {
        case .plain:
            return try body(raw)
        case .jsonString:
            guard raw.first(UInt8(ascii: "\\")) != nil else { return try body(raw) }
            JSONText.unescape(raw, into: &scratch)
        case .jsonBytes:
            JSONText.bytes(raw, into: &scratch)
        }
        return try scratch.withUnsafeBufferPointer(body)
    }

    func text(in line: Line) -> String {
        var scratch: [UInt8] = []
        return withText(in: line, &scratch) { String(decoding: $0, as: UTF8.self) }
    }
}
