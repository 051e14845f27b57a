import Logging

/// `journalctl -o json`: one object per line (https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-json-format,
/// systemd.journal-fields(7)).
enum JournaldFormat: LineFormat {
    static let name: StaticString = "journald"

    static func time(of line: Line, _ clock: inout LogClock) -> Int64? {
        let key: StaticString = "\"__REALTIME_TIMESTAMP\""
        guard line.count > 20, line[0] == UInt8(ascii: "{"), let found = line.first(key) else { return nil }
        var start = found + key.utf8CodeUnitCount
        while start < line.count, !line[start].isDigit {
            guard
                line[start] == UInt8(ascii: ":") || line[start] == UInt8(ascii: " ")
                    || line[start] == UInt8(ascii: "\"")
            else { return nil }
            start += 1
        }
        var end = start
        while end < line.count, line[end].isDigit { end += 1 }
        return line.number(start, end)
    }

    static func read(_ line: Line, into facts: inout LineFacts) {
        var identifier: LineFacts.Value?
        JSONText.members(of: line) { name, start, end, kind in
            let value = LineFacts.Value(start, end, kind == .string ? .jsonString : .plain)
            if name == "MESSAGE" {
                // An array when it is not UTF-8, null when it is too long for journalctl.
                facts.message.append(
                    kind == .other && line[start] == UInt8(ascii: "[") ? LineFacts.Value(start, end, .jsonBytes) : value
                )
            } else if name == "PRIORITY" {
                facts.level = value.raw(in: line).number(0, end - start).map { Logger.Level(severity: Int($0)) }
            } else if name == "_SYSTEMD_UNIT" {
                facts.unit = value
            } else if name == "UNIT" {
                // systemd's own messages about a unit are attributed to that unit.
                identifier = value
            } else if name == "SYSLOG_IDENTIFIER", identifier == nil {
                identifier = value
            } else if name == "TRACE_ID" {
                facts.trace = value
            } else if name == "RUN" {
                facts.run = value
            }
            return true
        }
        if facts.unit == nil
            || (identifier.map { $0.raw(in: line).first(".service") != nil || $0.raw(in: line).first(".timer") != nil }
                ?? false)
        {
            facts.unit = identifier ?? facts.unit
        }
        facts.isUnitApart = true
        guard let message = facts.message.first, facts.trace == nil || facts.run == nil, message.encoding != .jsonBytes
        else { return }
        // Lines written to stderr carry their fields in the text.
        let (start, end) = (Int(message.start), Int(message.start + message.count))
        facts.findIdentity(in: line.part(0, end), from: start)
    }
}
