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

    /// Of a line that stands within a longer one, `offset` bytes behind its beginning.
    mutating func shift(by offset: Int) {
        unit = unit?.shifted(by: offset)
        trace = trace?.shifted(by: offset)
        run = run?.shifted(by: offset)
        for index in message.indices { message[index] = message[index].shifted(by: offset) }
        for index in fields.indices {
            fields[index] = (fields[index].name.shifted(by: offset), fields[index].value.shifted(by: offset))
        }
        if let own = request {
            request = (own.client.shifted(by: offset), own.line.shifted(by: offset), own.status.shifted(by: offset))
        }
    }

    /// A range of a line's bytes.
    struct Value {
        enum Encoding: UInt8 { case plain, jsonString, jsonBytes }
        private(set) var start: Int32
        let count: Int32
        let encoding: Encoding

        static func plain(_ start: Int, _ end: Int) -> Value { Value(start, end, .plain) }

        init(_ start: Int, _ end: Int, _ encoding: Encoding) {
            self.start = Int32(truncatingIfNeeded: start)
            count = Int32(truncatingIfNeeded: max(0, end - start))
            self.encoding = encoding
        }

        func shifted(by offset: Int) -> Value {
            var value = self
            value.start += Int32(truncatingIfNeeded: offset)
            return value
        }

        /// The bytes as in the line, with escapes.
        func raw(in line: Line) -> Line { line.part(Int(start), Int(start) + Int(count)) }
    }

    /// Finds `trace_id=` and `run=` in the text at or after `start`.
    mutating func findIdentity(in line: Line, from start: Int) {
        var from = start
        while trace == nil || run == nil, let sign = line.first(UInt8(ascii: "="), from: from) {
            if trace == nil, sign >= start + 8, line.has("trace_id", at: sign - 8) {
                trace = Self.word(at: sign + 1, in: line)
            } else if run == nil, sign >= start + 4, line.has(" run", at: sign - 4) {
                run = Self.word(at: sign + 1, in: line)
            }
            from = sign + 1
        }
    }

    private static func word(at begin: Int, in line: Line) -> Value? {
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
