import Logging

/// What a line says, as places in its bytes. Kept and used again from line to line, so that reading one allocates nothing.
struct LineFacts {
    var level: Logger.Level?
    /// The unit or program that wrote it.
    var unit: Value?
    /// Whether the message does not name the unit by itself.
    var isUnitApart = false
    var trace: Value?
    var run: Value?
    /// To be joined by blanks.
    var message: [Value] = []
    /// Further names and values, in the line's order.
    var fields: [(name: Value, value: Value)] = []
    /// Of a request: who asked, for what, and the status.
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

    /// A piece of a line.
    struct Value {
        enum Form: UInt8 { case plain, jsonString, jsonBytes }
        let start: Int32
        let count: Int32
        let form: Form

        static func plain(_ start: Int, _ end: Int) -> Value { Value(start, end, .plain) }

        init(_ start: Int, _ end: Int, _ form: Form) {
            self.start = Int32(truncatingIfNeeded: start)
            count = Int32(truncatingIfNeeded: max(0, end - start))
            self.form = form
        }

        /// As it stands in the line, escapes and all.
        func raw(in line: Line) -> Line { line.part(Int(start), Int(start) + Int(count)) }
    }

    /// Finds `trace_id=` and `run=` in text from `start` on.
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
    /// Lends the text that is meant, unescaped where that is needed.
    func withText<T>(in line: Line, _ scratch: inout [UInt8], _ body: (Line) throws -> T) rethrows -> T {
        let raw = raw(in: line)
        switch form {
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
