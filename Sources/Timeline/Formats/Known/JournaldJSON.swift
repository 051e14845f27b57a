import Logging

extension LineFormat {
    /// `journalctl -o json`: one object per line (https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-json-format,
    /// systemd.journal-fields(7)). `journalctl -o export` is read as the same (``JournalExportInput``).
    static let journaldJSON = LineFormat(
        "journald", heads: [.bytes("{")], time: JournaldJSON.time, read: JournaldJSON.read,
        examples: [
            LineExample(
                #"{"__REALTIME_TIMESTAMP":"1795460400123456","PRIORITY":"4","_SYSTEMD_UNIT":"bitcoin-analyzer-api.serv"#
                    + #"ice","MESSAGE":"slow \"x\" é","TRACE_ID":"0af7651916cd43dd8448eb211c80319c","RUN":"r1"}"#,
                "2026-11-23T19:00:00.123456Z", "warning", unit: "bitcoin-analyzer-api.service",
                trace: "0af7651916cd43dd8448eb211c80319c", run: "r1", #"slow "x" é"#),
            LineExample(
                #"{"MESSAGE":[104,105,255,27],"PRIORITY":"3","SYSLOG_IDENTIFIER":"sh","__REALTIME_TIMESTAMP":"1795460400000000"}"#,
                "2026-11-23T19:00:00Z", "error", unit: "sh", "hi\u{FFFD}\u{1B}"),
            LineExample(
                #"{"__REALTIME_TIMESTAMP":"1795460400000000","_SYSTEMD_UNIT":"init.scope","UNIT":"bitcoin-analyzer-web"#
                    + #".service","SYSLOG_IDENTIFIER":"systemd","MESSAGE":"Started."}"#,
                "2026-11-23T19:00:00Z", unit: "bitcoin-analyzer-web.service", "Started."),
            LineExample(
                #"{"__REALTIME_TIMESTAMP":"1795460400000000","MESSAGE":"collected  run=20261123T190000Z-3f9a2c1e trace_id=0af7651916cd43dd8448eb211c80319c"}"#,
                "2026-11-23T19:00:00Z", trace: "0af7651916cd43dd8448eb211c80319c", run: "20261123T190000Z-3f9a2c1e",
                "collected  run=20261123T190000Z-3f9a2c1e trace_id=0af7651916cd43dd8448eb211c80319c"),
            // A field that occurs twice is a list of its values; one that is too long is null.
            LineExample(
                #"{"__REALTIME_TIMESTAMP":"1795460400000000","PRIORITY":["3","6"],"SYSLOG_IDENTIFIER":"a","MESSAGE":["one","two"]}"#,
                "2026-11-23T19:00:00Z", "error", unit: "a", "one two"),
            LineExample(
                #"{"__REALTIME_TIMESTAMP":"1795460400000000","PRIORITY":"2","MESSAGE":null}"#, "2026-11-23T19:00:00Z",
                "critical", "null"),
        ])
}

private enum JournaldJSON {
    static func time(of line: Line, _ clock: inout LogClock) -> LineTime? {
        guard line.count > 20, var start = line.indexAfterColon(of: "\"__REALTIME_TIMESTAMP\"") else { return nil }
        while start < line.count, line[start] == UInt8(ascii: " ") || line[start] == UInt8(ascii: "\"") { start += 1 }
        return line.number(start, line.endOfDigits(from: start)).map { LineTime(time: $0, end: 0) }
    }

    static func read(_ line: Line, _ timeEnd: Int, into facts: inout LineFacts) {
        var identifier: LineFacts.Value?
        JSONText.members(of: line) { name, start, end, kind in
            let value = value(start, end, kind, of: line)
            if name == "MESSAGE" {
                readMessage(line, start, end, kind, &facts)
            } else if name == "PRIORITY" {
                let digits = value.raw(in: line)
                facts.level = digits.number(0, digits.count).map { Logger.Level(severity: Int($0)) }
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

    /// The first of a list's texts, else the value.
    private static func value(_ start: Int, _ end: Int, _ kind: JSONText.Kind, of line: Line) -> LineFacts.Value {
        var value = LineFacts.Value(start, end, kind == .string ? .jsonString : .plain)
        guard kind == .list else { return value }
        var isFound = false
        JSONText.strings(inListAt: start, end, of: line) { start, end in
            if !isFound { value = LineFacts.Value(start, end, .jsonString) }
            isFound = true
        }
        return value
    }

    private static func readMessage(
        _ line: Line, _ start: Int, _ end: Int, _ kind: JSONText.Kind, _ facts: inout LineFacts
    ) {
        guard kind == .list else {
            return facts.message.append(LineFacts.Value(start, end, kind == .string ? .jsonString : .plain))
        }
        JSONText.strings(inListAt: start, end, of: line) { facts.message.append(LineFacts.Value($0, $1, .jsonString)) }
        // Bytes that are not UTF-8.
        if facts.message.isEmpty { facts.message.append(LineFacts.Value(start, end, .jsonBytes)) }
    }
}
