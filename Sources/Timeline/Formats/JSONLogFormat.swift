import Logging

/// One JSON object per line, with a time: our own (``LogEntry``), and other programs' with the common field names.
enum JSONLogFormat: LineFormat {
    static let name: StaticString = "json"

    static func time(of line: Line, _ clock: inout LogClock) -> Int64? {
        guard line.count > 20, line[0] == UInt8(ascii: "{") else { return nil }
        // Fast path for our own lines: inside a string, the quotes would be escaped.
        if let found = line.first("\"time\":\""), let time = clock.iso(line, at: found + 8)?.time { return time }
        var time: Int64?
        JSONText.members(of: line) { name, start, end, kind in
            guard name == "time" || name == "timestamp" || name == "@timestamp" || name == "ts" else { return true }
            switch kind {
            case .string: time = clock.iso(line, at: start)?.time
            case .number: time = unixTime(line.part(start, end))
            case .other: break
            }
            return time == nil
        }
        return time
    }

    static func read(_ line: Line, into facts: inout LineFacts) {
        let base = line.baseAddress
        JSONText.members(of: line) { name, start, end, kind in
            let value = LineFacts.Value(start, end, kind == .string ? .jsonString : .plain)
            if name == "time" || name == "timestamp" || name == "@timestamp" || name == "ts" || name == "logger" {
                return true
            }
            if name == "message" || name == "msg" {
                facts.message.append(value)
            } else if name == "level" || name == "severity" {
                facts.level = Logger.Level(word: value.raw(in: line))
            } else {
                if name == "trace_id" { facts.trace = value } else if name == "run" { facts.run = value }
                let nameStart = name.baseAddress.flatMap { name in base.map { name - $0 } } ?? 0
                facts.fields.append((LineFacts.Value(nameStart, nameStart + name.count, .jsonString), value))
            }
            return true
        }
    }

    /// Seconds, milliseconds or microseconds since 1970, distinguished by magnitude.
    private static func unixTime(_ text: Line) -> Int64? {
        let point = text.first(UInt8(ascii: ".")) ?? text.count
        guard let whole = text.number(0, point) else { return nil }
        if whole >= 100_000_000_000_000 { return whole }
        if whole >= 100_000_000_000 { return whole * 1000 }
        var (micros, unit) = (whole * 1_000_000, Int64(100_000))
        for digit in text.dropFirst(point + 1).prefix(6) {
            guard digit.isDigit else { break }
            micros += Int64(digit - 48) * unit
            unit /= 10
        }
        return micros
    }
}
