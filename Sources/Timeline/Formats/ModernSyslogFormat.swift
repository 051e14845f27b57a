import Logging

/// Syslog with complete times: RFC 5424 (`<34>1 2026-11-23T19:00:00Z host app pid id [data] text`), and the files
/// written by rsyslog (`2026-11-23T19:00:00.123456+00:00 host tag[pid]: text`).
enum ModernSyslogFormat: LineFormat {
    static let name: StaticString = "syslog"

    static func time(of line: Line, _ clock: inout LogClock) -> Int64? {
        guard line.count > 20 else { return nil }
        let start = versioned(line) ?? 0
        guard line[start].isDigit, let (time, end) = clock.iso(line, at: start), end < line.count,
            line[end] == UInt8(ascii: " ")
        else { return nil }
        return start > 0 || tag(line, behind: end) != nil ? time : nil
    }

    static func read(_ line: Line, into facts: inout LineFacts) {
        guard let start = versioned(line) else {
            let end = line.first(UInt8(ascii: " ")) ?? 0
            return SyslogFormat.readTag(line, from: tag(line, behind: end) ?? end, into: &facts)
        }
        facts.level = SyslogPriority.level(in: line)
        // Time, host, application, process, message id, then structured data in brackets or a dash, then the message.
        var begin = start
        for field in 0..<5 {
            let end = line.first(UInt8(ascii: " "), from: begin) ?? line.count
            if field == 2, end - begin > 1 { facts.unit = .plain(begin, end) }
            begin = min(end + 1, line.count)
        }
        facts.isUnitApart = true
        facts.message.append(.plain(begin, line.count))
        facts.findIdentity(in: line, from: begin)
    }

    /// The index of the time in an RFC 5424 line: after `<34>1 `.
    private static func versioned(_ line: Line) -> Int? {
        let end = SyslogPriority.end(in: line)
        return end > 0 && line.has("1 ", at: end) ? end + 2 : nil
    }

    /// The index of the tag in `TIME host tag: text`; `nil` for any other line.
    private static func tag(_ line: Line, behind time: Int) -> Int? {
        guard let host = line.first(UInt8(ascii: " "), from: time + 1, before: time + 258), host > time + 1,
            line[time + 1].isLetter || line[time + 1].isDigit, Logger.Level(word: line.part(time + 1, host)) == nil
        else { return nil }
        let end = line.first(UInt8(ascii: " "), from: host + 1, before: host + 130) ?? line.count
        return end > host + 1 && line[end - 1] == UInt8(ascii: ":") ? host + 1 : nil
    }
}
