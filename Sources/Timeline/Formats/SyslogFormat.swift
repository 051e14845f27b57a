import Logging

/// Traditional syslog (RFC 3164), and its form in files, without the priority: `Nov 23 19:00:00 host tag[pid]: text`.
enum SyslogFormat: LineFormat {
    static let name: StaticString = "syslog"

    static func time(of line: Line, _ clock: inout LogClock) -> Int64? {
        let start = SyslogPriority.end(in: line)
        guard line.count > start + 15, line[start].isLetter, line[start + 15] == UInt8(ascii: " ") else { return nil }
        return clock.bsd(line, at: start)
    }

    static func read(_ line: Line, into facts: inout LineFacts) {
        let start = SyslogPriority.end(in: line)
        facts.level = SyslogPriority.level(in: line)
        let host = line.skippingSpaces(from: min(start + 16, line.count))
        readTag(line, from: line.first(UInt8(ascii: " "), from: host).map { $0 + 1 } ?? host, into: &facts)
    }

    /// Parses `tag[pid]: text` at `start`.
    static func readTag(_ line: Line, from start: Int, into facts: inout LineFacts) {
        let start = min(start, line.count)
        var end = start
        while end < line.count, line[end] != UInt8(ascii: "["), line[end] != UInt8(ascii: ":"),
            line[end] != UInt8(ascii: " ")
        { end += 1 }
        if end > start { facts.unit = .plain(start, end) }
        facts.message.append(.plain(start, line.count))
        facts.findIdentity(in: line, from: end)
    }
}

/// The priority in front of a line, `<34>`: facility × 8 + severity (RFC 5424, 6.2.1).
enum SyslogPriority {
    /// The index after the priority; 0 without one.
    static func end(in line: Line) -> Int {
        guard line.count > 3, line[0] == UInt8(ascii: "<"), line[1].isDigit else { return 0 }
        for index in 2...4 where index < line.count && line[index] == UInt8(ascii: ">") { return index + 1 }
        return 0
    }

    static func level(in line: Line) -> Logger.Level? {
        let end = end(in: line)
        guard end > 0, let value = line.number(1, end - 1) else { return nil }
        return Logger.Level(severity: Int(value % 8))
    }
}
