/// A log line format. To add one, copy a sibling and add it to ``LineFormats/all``.
protocol LineFormat: SendableMetatype {
    /// The format's name in JSON output.
    static var name: StaticString { get }

    /// The time of a line of this format, in microseconds since 1970; `nil` for any other line. Called for every line,
    /// so it must reject quickly.
    static func time(of line: Line, _ clock: inout LogClock) -> Int64?

    /// Parses the rest of such a line. Called only for lines that are shown or that a filter needs parsed.
    static func read(_ line: Line, into facts: inout LineFacts)
}

/// The known formats, in the order they are tried; the format of a file's previous line is tried first.
enum LineFormats {
    static let all: [any LineFormat.Type] = [
        AccessLogFormat.self, JournaldFormat.self, JSONLogFormat.self, ModernSyslogFormat.self, SyslogFormat.self,
        DatedTextFormat.self,
    ]

    /// The index of a line with an unknown format.
    static let none: UInt8 = .max

    /// - Parameter entry: a line, and its continuation lines.
    /// - Returns: the end of the first line.
    @discardableResult
    static func read(_ entry: Line, as format: UInt8, into facts: inout LineFacts) -> Int {
        facts.reset()
        var end = entry.first(UInt8(ascii: "\n")) ?? entry.count
        if end > 0, entry[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        let line = entry.part(0, end)
        if format == none {
            facts.message.append(.plain(0, line.count))
        } else {
            all[Int(format)].read(line, into: &facts)
        }
        return end
    }

    static func name(_ format: UInt8) -> StaticString { format == none ? "text" : all[Int(format)].name }
}
