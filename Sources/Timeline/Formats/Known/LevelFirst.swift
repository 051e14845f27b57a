import Logging

extension LineFormat {
    /// Text with its level in front of the time: Django's `{levelname} {asctime} …`, Dropwizard, Ruby's Logger
    /// (`E, [2026-11-23T19:00:00.123456 #1234] ERROR -- : text`).
    static let levelFirst = LineFormat(
        "text", heads: [.bytes("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz[\u{1B}")], isGeneric: true,
        time: LevelFirst.time, read: LevelFirst.read,
        examples: [
            LineExample(
                "ERROR 2026-11-23 19:00:00,123 views 12 34 it broke", "2026-11-23T19:00:00.123Z", "error",
                "views 12 34 it broke"),
            LineExample(
                "WARN  [2026-11-23 19:00:00,123] io.dropwizard.App: slow", "2026-11-23T19:00:00.123Z", "warning",
                "io.dropwizard.App: slow"),
            LineExample("INFO:2026-11-23 19:00:00,123:begun", "2026-11-23T19:00:00.123Z", "info", "begun"),
            LineExample("[ERROR] 2026-11-23T19:00:00.123Z it broke", "2026-11-23T19:00:00.123Z", "error", "it broke"),
            LineExample(
                "E, [2026-11-23T19:00:00.123456 #1234] ERROR -- : it broke", "2026-11-23T19:00:00.123456Z", "error",
                "#1234] ERROR -- : it broke"),
        ])
}

private enum LevelFirst {
    static func time(of line: Line, _ clock: inout LogClock) -> LineTime? {
        guard let (_, start) = level(line) else { return nil }
        return clock.iso(line, at: start)
    }

    static func read(_ line: Line, _ timeEnd: Int, into facts: inout LineFacts) {
        facts.level = level(line)?.level
        var begin = timeEnd
        if begin < line.count, line[begin] == UInt8(ascii: "]") || line[begin] == UInt8(ascii: ":") { begin += 1 }
        begin = line.skippingBlanks(from: min(begin, line.count))
        facts.message.append(.plain(begin, line.count))
        facts.findIdentity(in: line, from: begin)
    }

    /// The level in front, and the index of the digit behind it.
    private static func level(_ line: Line) -> (level: Logger.Level, time: Int)? {
        var start = 0
        while start < line.count, line[start] == 0x1B { start = line.afterColour(at: start) }
        if start < line.count, line[start] == UInt8(ascii: "[") { start += 1 }
        var end = start
        while end < line.count, end < start + 12, line[end].isLetter { end += 1 }
        guard end > start, end < line.count, !line[end].isDigit else { return nil }
        let word = line.part(start, end)
        guard
            let level = word.count == 1 && line[end] == UInt8(ascii: ",")
                ? Logger.Level(letter: word[0]) : .init(word: word)
        else { return nil }
        let limit = min(line.count, end + 12)
        while end < limit, !line[end].isDigit {
            guard !line[end].isLetter else { return nil }
            end = line[end] == 0x1B ? line.afterColour(at: end) : end + 1
        }
        return end < line.count ? (level, end) : nil
    }
}
