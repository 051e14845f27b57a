import Logging

/// Writes entries as one JSON array with one object per line, or as a stream of objects, one per line.
struct JSONRendering: EntrySink {
    var output: OutputBuffer
    private let labels: [String]
    private var time = TimeText()
    private var facts = LineFacts()
    private var scratch: [UInt8] = []
    private var isFirst = true

    private let isStream: Bool

    /// - Parameter isStream: whether the output has no end, and so is no array.
    init(_ output: OutputBuffer, labels: [String], isStream: Bool = false) {
        self.output = output
        self.labels = labels
        self.isStream = isStream
        if !isStream { self.output.append("[") }
    }

    mutating func receive(_ entry: MergedEntry) throws {
        let end = entry.read(into: &facts)
        output.append(isStream ? "{\"time\":\"" : isFirst ? "\n{\"time\":\"" : ",\n{\"time\":\"")
        isFirst = false
        time.append(entry.time, to: &output)
        output.append("\",\"source\":\"")
        OutputEscaping.append(labels[entry.source], for: .json, to: &output)
        output.append("\",\"format\":\"")
        output.append(LineFormats.name(entry.format))
        if let level = facts.level {
            output.append("\",\"level\":\"")
            output.append(level.rawValue)
        }
        append("\",\"unit\":\"", facts.unit, of: entry.bytes)
        append("\",\"trace_id\":\"", facts.trace, of: entry.bytes)
        append("\",\"run\":\"", facts.run, of: entry.bytes)
        output.append("\",\"message\":\"")
        for index in facts.message.indices {
            let piece = facts.message[index]
            if index > 0 { output.append(UInt8(ascii: " ")) }
            append("", piece, of: entry.bytes)
        }
        OutputEscaping.append(entry.bytes.part(min(end, entry.bytes.count), entry.bytes.count), for: .json, to: &output)
        output.append("\"")
        appendFields(of: entry.bytes)
        output.append(isStream ? "}\n" : "}")
        try output.flushIfFull()
    }

    mutating func end() throws {
        output.append("\n]\n")
        try output.flush()
    }

    private mutating func appendFields(of line: Line) {
        guard !facts.fields.isEmpty else { return }
        output.append(",\"fields\":{")
        for index in facts.fields.indices {
            let field = facts.fields[index]
            append(index > 0 ? ",\"" : "\"", field.name, of: line)
            append("\":\"", field.value, of: line)
            output.append("\"")
        }
        output.append("}")
    }

    private mutating func append(_ lead: StaticString, _ value: LineFacts.Value?, of line: Line) {
        guard let value else { return }
        output.append(lead)
        OutputEscaping.append(value, of: line, for: .json, &scratch, to: &output)
    }
}
