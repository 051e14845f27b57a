import Logging

/// Writes entries as human-readable lines: time, level, source, message.
struct TerminalRendering: EntrySink {
    var output: OutputBuffer
    private let labels: [[UInt8]]
    private let colour: Bool
    private var time = TimeText()
    private var facts = LineFacts()
    private var scratch: [UInt8] = []

    init(_ output: OutputBuffer, labels: [String], colour: Bool) {
        self.output = output
        self.colour = colour
        let labels = labels.map(OutputEscaping.forTerminal)
        let width = min(28, labels.map(\.count).max() ?? 0)
        self.labels = labels.map { label in
            Array((label + String(repeating: " ", count: max(0, width - label.count))).utf8)
        }
    }

    mutating func receive(_ entry: MergedEntry) throws {
        let end = entry.read(into: &facts)
        if colour { output.append("\u{1B}[2m") }
        time.append(entry.time, always: true, to: &output)
        if colour { output.append("\u{1B}[0m") }
        output.append(UInt8(ascii: " "))
        appendLevel()
        if colour { output.append("\u{1B}[36m") }
        labels[entry.source].withUnsafeBufferPointer { output.append($0) }
        if colour { output.append("\u{1B}[0m") }
        output.append("  ")
        appendMessage(entry.bytes)
        appendFurtherLines(entry.bytes, from: end)
        output.append(UInt8(ascii: "\n"))
        try output.flushIfFull()
    }

    private mutating func appendLevel() {
        let (name, sign): (StaticString, StaticString) =
            switch facts.level {
            case .trace: ("trace    ", "2")
            case .debug: ("debug    ", "2")
            case .info: ("info     ", "0")
            case .notice: ("notice   ", "1")
            case .warning: ("warning  ", "33")
            case .error: ("error    ", "31")
            case .critical: ("critical ", "1;31")
            case nil: ("-        ", "2")
            }
        guard colour else { return output.append(name) }
        output.append("\u{1B}[")
        output.append(sign)
        output.append("m")
        output.append(name)
        output.append("\u{1B}[0m")
    }

    private mutating func appendMessage(_ line: Line) {
        if facts.isUnitApart, let unit = facts.unit {
            append(unit, of: line)
            output.append(": ")
        }
        for index in facts.message.indices {
            let piece = facts.message[index]
            if index > 0 { output.append(UInt8(ascii: " ")) }
            append(piece, of: line)
        }
        for index in facts.fields.indices {
            let field = facts.fields[index]
            output.append(index == 0 ? "  " : " ")
            append(field.name, of: line)
            output.append(UInt8(ascii: "="))
            append(field.value, of: line)
        }
    }

    /// Appends an entry's further lines, indented.
    private mutating func appendFurtherLines(_ entry: Line, from end: Int) {
        var start = end
        while let newline = entry.first(UInt8(ascii: "\n"), from: start) {
            start = newline + 1
            var end = entry.first(UInt8(ascii: "\n"), from: start) ?? entry.count
            if end > start, entry[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            output.append("\n    | ")
            OutputEscaping.append(entry.part(start, end), for: .terminal, to: &output)
        }
    }

    private mutating func append(_ value: LineFacts.Value, of line: Line) {
        OutputEscaping.append(value, of: line, for: .terminal, &scratch, to: &output)
    }
}
