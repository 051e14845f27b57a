/// How one kind of log writes its lines. To add one, copy a sibling and put it into ``LineFormats``.
protocol LineFormat: SendableMetatype {
    /// What records and filters call it.
    static var name: StaticString { get }

    /// Microseconds since 1970 of a line of this format; `nil` for any other line. Called for every line: it looks no further than it must.
    static func time(of line: Line, _ clock: inout LogClock) -> Int64?

    /// What else such a line says. Called only for lines that are shown, or that a filter needs to know more of.
    static func read(_ line: Line, into facts: inout LineFacts)
}

/// The formats that are known, in the order they are tried; a file's lines are first taken for what the line before was.
enum LineFormats {
    static let all: [any LineFormat.Type] = [
        AccessLogFormat.self, JournaldFormat.self, JSONLogFormat.self, ModernSyslogFormat.self, SyslogFormat.self,
        DatedTextFormat.self,
    ]

    /// The place in `all` of a line whose format is not known.
    static let none: UInt8 = .max

    /// - Parameter entry: a line, and those that belong to it.
    /// - Returns: where the first line ends.
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
