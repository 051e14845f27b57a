import Logging

/// Our text lines (``LogEntry``: `2026-11-23T19:00:00.123Z info message  key=value`), and any other line that begins
/// with a date and a time, in brackets or not: nginx's error log, PostgreSQL's log, Python's logging.
enum DatedTextFormat: LineFormat {
    static let name: StaticString = "text"

    static func time(of line: Line, _ clock: inout LogClock) -> Int64? {
        guard line.count >= 19 else { return nil }
        let start = line[0] == UInt8(ascii: "[") ? 1 : 0
        guard line[start].isDigit else { return nil }
        return clock.iso(line, at: start)?.time
    }

    static func read(_ line: Line, into facts: inout LineFacts) {
        // Parsed again only to find the end of the time; the zone does not matter.
        var clock = LogClock(zone: .utc, years: YearInference(newest: 0))
        var begin = clock.iso(line, at: line[0] == UInt8(ascii: "[") ? 1 : 0)?.end ?? 0
        if begin < line.count, line[begin] == UInt8(ascii: "]") { begin += 1 }
        begin = line.skippingSpaces(from: begin)
        let end = line.first(UInt8(ascii: " "), from: begin) ?? line.count
        var (first, last) = (begin, end)
        while first < last, !line[first].isLetter { first += 1 }
        while last > first, !line[last - 1].isLetter { last -= 1 }
        if first < last, let level = Logger.Level(word: line.part(first, last)) {
            facts.level = level
            begin = line.skippingSpaces(from: end)
        }
        facts.message.append(.plain(begin, line.count))
        facts.findIdentity(in: line, from: begin)
    }
}
