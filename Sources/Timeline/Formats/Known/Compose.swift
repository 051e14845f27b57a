import Logging

extension LineFormat {
    /// `docker compose logs`: a service's name and a bar in front of lines of any other format
    /// (https://docs.docker.com/reference/cli/docker/compose/logs/). A line without a time has that of the line above.
    static let compose = LineFormat(
        "compose", heads: [.bytes("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_\u{1B}")],
        time: Compose.time, read: Compose.read, isTimelessRecord: { Compose.text(of: $0) != nil },
        examples: [
            LineExample(
                "web-1  | 2026-11-23T19:00:00.123456789Z Listening", "2026-11-23T19:00:00.123456Z", unit: "web-1",
                "Listening"),
            LineExample(
                "db-1       | 2026-11-23 19:00:00.123 UTC [1] ERROR:  division by zero", "2026-11-23T19:00:00.123Z",
                "error", unit: "db-1", "[1] ERROR:  division by zero"),
            LineExample(
                #"proxy_1  | 10.0.0.1 - - [23/Nov/2026:19:00:00 +0000] "GET / HTTP/1.1" 502 9"#,
                "2026-11-23T19:00:00Z", "error", unit: "proxy_1", #"10.0.0.1 "GET / HTTP/1.1" 502 9"#),
            LineExample(
                #"api-1  | {"time":"2026-11-23T19:00:00Z","level":"warning","message":"slow"}"#,
                "2026-11-23T19:00:00Z", "warning", unit: "api-1", "slow"),
            LineExample(
                "\u{1B}[36mweb-1  | \u{1B}[0m2026-11-23T19:00:00Z error it broke", "2026-11-23T19:00:00Z", "error",
                unit: "web-1", "it broke"),
        ])
}

enum Compose {
    static func time(of line: Line, _ clock: inout LogClock) -> LineTime? {
        guard let start = text(of: line), let (_, time) = inner(line, start, &clock) else { return nil }
        return LineTime(time: time.time, end: start + time.end)
    }

    static func read(_ line: Line, _ timeEnd: Int, into facts: inout LineFacts) {
        guard let start = text(of: line) else { return facts.message.append(.plain(0, line.count)) }
        let text = line.part(start, line.count)
        var clock = LogClock.forReading
        if let (format, time) = inner(line, start, &clock) {
            LineFormats.all[format].read(text, time.end, &facts)
        } else {
            facts.message.append(.plain(0, text.count))
            facts.level = LevelSearch.find(in: text, from: 0, admitsAnyCaseFirst: false)?.level
            facts.findIdentity(in: text, from: 0)
        }
        facts.shift(by: start)
        let name = name(of: line)
        facts.unit = .plain(name.start, name.end)
        facts.isUnitApart = true
    }

    /// Where the text begins behind `name  | `; `nil` for any other line.
    static func text(of line: Line) -> Int? {
        let name = name(of: line)
        let bar = line.skippingSpaces(from: name.end)
        guard name.end > name.start, bar > name.end, bar < line.count, line[bar] == UInt8(ascii: "|") else {
            return nil
        }
        var start = bar + 1
        if start < line.count, line[start] == UInt8(ascii: " ") { start += 1 }
        while start < line.count, line[start] == 0x1B { start = line.afterColour(at: start) }
        return min(start, line.count)
    }

    private static func name(of line: Line) -> (start: Int, end: Int) {
        var start = 0
        while start < line.count, line[start] == 0x1B { start = min(line.afterColour(at: start), line.count) }
        var end = start
        while end < line.count, end < start + 64,
            line[end].isLetter || line[end].isDigit || line[end] == UInt8(ascii: "-") || line[end] == UInt8(ascii: "_")
                || line[end] == UInt8(ascii: ".")
        { end += 1 }
        return (start, end)
    }

    /// The format of the text, and its time.
    private static func inner(_ line: Line, _ start: Int, _ clock: inout LogClock) -> (format: Int, time: LineTime)? {
        let text = line.part(start, line.count)
        guard text.count >= 15, text[0] > 32 else { return nil }
        let candidates = LineFormats.heads.candidates(of: text)
        for index in LineFormats.order where candidates >> UInt64(index) & 1 == 1 {
            let format = LineFormats.all[Int(index)]
            if format.name.utf8CodeUnitCount != 7 || format.name.description != "compose",
                let time = format.time(text, &clock)
            {
                return (Int(index), time)
            }
        }
        return nil
    }
}
