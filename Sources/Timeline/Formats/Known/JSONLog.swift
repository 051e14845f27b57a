import Domain
import Logging

extension LineFormat {
    /// One JSON object per line, with a time: our own (``LogEntry``), and other programs' (``RecordName``).
    static let jsonLog = LineFormat(
        "json", heads: [.bytes("{")], time: JSONLog.time, read: JSONLog.read,
        isTimelessRecord: JSONLog.isRecord,
        examples: [
            LineExample(
                #"{"level":"error","logger":"bitcoin-analyzer","message":"a\nb \"time\":\"x\" \u00e9\ud83d\ude00","run"#
                    + #"":"r1","time":"2026-11-23T19:00:00.120Z","trace_id":"0af7651916cd43dd8448eb211c80319c"}"#,
                "2026-11-23T19:00:00.120Z", "error", unit: "bitcoin-analyzer",
                trace: "0af7651916cd43dd8448eb211c80319c", run: "r1", "a\nb \"time\":\"x\" é😀"),
            LineExample(
                #"{"msg":"other program","ts":1795460400.25,"level":"WARN","nested":{"time":1,"x":["]"]},"n":5}"#,
                "2026-11-23T19:00:00.250Z", "warning", "other program"),
            // Times as numbers: zap's seconds, an exponent, milliseconds as a text, nanoseconds.
            LineExample(
                #"{"level":"error","ts":1.764064800123e9,"caller":"a.go:1","msg":"zap"}"#, "2025-11-25T10:00:00.123Z",
                "error", "zap"),
            LineExample(
                #"{"time":"1764064800123","level":"error","message":"text"}"#, "2025-11-25T10:00:00.123Z", "error",
                "text"),
            LineExample(
                #"{"timeUnixNano":"1764064800123456789","severityNumber":17,"severityText":"ERROR","body":{"stringValu"#
                    + #"e":"otlp"},"traceId":"0af7651916cd43dd8448eb211c80319c"}"#,
                "2025-11-25T10:00:00.123456Z", "error", trace: "0af7651916cd43dd8448eb211c80319c", "otlp"),
            LineExample(
                #"{"Timestamp":1764064800123456789,"SeverityNumber":13,"Body":"otel","Resource":{"service.name":"a"}}"#,
                "2025-11-25T10:00:00.123456Z", "warning", "otel"),
            // Levels as numbers: bunyan, pino, GELF.
            LineExample(
                #"{"name":"myapp","hostname":"h","pid":34572,"level":50,"msg":"Danger","time":"2026-11-23T19:00:00.574Z","v":0}"#,
                "2026-11-23T19:00:00.574Z", "error", unit: "myapp", "Danger"),
            LineExample(
                #"{"level":30,"time":1795460400123,"pid":55956,"hostname":"x","msg":"hello world"}"#,
                "2026-11-23T19:00:00.123Z", "info", "hello world"),
            LineExample(
                #"{"version":"1.1","host":"example.org","short_message":"A short message","timestamp":1795460400.3072,"level":1}"#,
                "2026-11-23T19:00:00.307200Z", "critical", "A short message"),
            // The Elastic Common Schema, flat and nested.
            LineExample(
                #"{"@timestamp":"2026-11-23T19:00:00.000Z","log.level":"ERROR","message":"ecs","service.name":"api","t"#
                    + #"race.id":"0af7651916cd43dd8448eb211c80319c"}"#,
                "2026-11-23T19:00:00Z", "error", unit: "api", trace: "0af7651916cd43dd8448eb211c80319c", "ecs"),
            LineExample(
                #"{"@timestamp":"2026-11-23T19:00:00Z","log":{"level":"warn","logger":"a.B"},"trace":{"id":"0af7651916"#
                    + #"cd43dd8448eb211c80319c"},"message":"nested"}"#,
                "2026-11-23T19:00:00Z", "warning", unit: "a.B", trace: "0af7651916cd43dd8448eb211c80319c", "nested"),
            // Docker's json-file; the level is the text's.
            LineExample(
                #"{"log":"ERROR: relation does not exist\n","stream":"stderr","time":"2026-11-23T19:00:00.123456789Z"}"#,
                "2026-11-23T19:00:00.123456Z", "error", "ERROR: relation does not exist"),
            // MongoDB, Serilog, log4j's JSON, Google Cloud.
            LineExample(
                #"{"t":{"$date":"2026-11-23T20:00:00.180+01:00"},"s":"W","c":"NETWORK","id":12345,"ctx":"listener","msg":"Listening"}"#,
                "2026-11-23T19:00:00.180Z", "warning", unit: "NETWORK", "Listening"),
            LineExample(
                #"{"@t":"2026-11-23T19:00:00.0000000Z","@mt":"Hello, {User}","@l":"Fatal","User":"a"}"#,
                "2026-11-23T19:00:00Z", "critical", "Hello, {User}"),
            LineExample(
                #"{"instant":{"epochSecond":1795460400,"nanoOfSecond":250000000},"level":"WARN","loggerName":"a.B","message":"log4j"}"#,
                "2026-11-23T19:00:00.250Z", "warning", unit: "a.B", "log4j"),
            LineExample(
                #"{"severity":"CRITICAL","message":["a","b"],"timestamp":{"seconds":1795460400,"nanos":5000}}"#,
                "2026-11-23T19:00:00.000005Z", "critical", "a b"),
        ])
}

enum JSONLog {
    static func time(of line: Line, _ clock: inout LogClock) -> LineTime? {
        guard line.count > 20 else { return nil }
        // Fast path for our own lines: inside a string, the quotes would be escaped.
        if let found = line.indexAfterColon(of: "\"time\""), let time = clock.iso(line, at: found + 1)?.time {
            return LineTime(time: time, end: 0)
        }
        var (time, fallback) = (Int64?.none, Int64?.none)
        JSONText.members(of: line) { name, start, end, kind in
            let key = RecordName.key(of: name)
            switch RecordName.role(of: key) {
            case .time:
                time =
                    kind == .object
                    ? self.time(inObject: line.part(start, end), key, &clock)
                    : moment(line.part(start, end), kind, &clock)
            case .fallbackTime: fallback = moment(line.part(start, end), kind, &clock)
            default:
                if kind == .object, RecordName.isContainer(key) {
                    time = self.time(inObject: line.part(start, end), key, &clock)
                }
            }
            return time == nil
        }
        return (time ?? fallback).map { LineTime(time: $0, end: 0) }
    }

    static func read(_ line: Line, _ timeEnd: Int, into facts: inout LineFacts) {
        readMembers(of: line, in: RecordName.seed, at: 0, of: line, depth: 0, into: &facts)
        guard facts.level == nil, let message = facts.message.first, message.encoding != .jsonBytes else { return }
        facts.level = LevelSearch.find(in: message.raw(in: line), from: 0, admitsAnyCaseFirst: false)?.level
    }

    /// Whether a line is a record without a time: an object on one line with a level or a message.
    static func isRecord(_ line: Line) -> Bool {
        guard line.has("{\""), line[line.count - 1] == UInt8(ascii: "}") else { return false }
        var isRecord = false
        JSONText.members(of: line) { name, start, end, kind in
            let role = RecordName.role(of: RecordName.key(of: name))
            isRecord = kind == .string && (role == .message || role == .level)
            return !isRecord
        }
        return isRecord
    }

    private static func readMembers(
        of object: Line, in container: UInt64, at offset: Int, of line: Line, depth: Int, into facts: inout LineFacts
    ) {
        let base = line.baseAddress
        JSONText.members(of: object) { name, start, end, kind in
            let key = RecordName.key(of: name, in: container)
            if kind == .object, depth == 0, RecordName.isContainer(key) {
                readMembers(of: line.part(start, end), in: key, at: start, of: line, depth: 1, into: &facts)
                return true
            }
            let nameStart = name.baseAddress.flatMap { name in base.map { name - $0 } } ?? 0
            facts.addMember(
                key, name: LineFacts.Value(nameStart, nameStart + name.count, .jsonString),
                LineFacts.Value(offset + start, offset + end, kind == .string ? .jsonString : .plain), kind, in: line)
            return true
        }
    }

    /// A time in parts: seconds and nanoseconds, or one of the other forms within an object.
    private static func time(inObject object: Line, _ container: UInt64, _ clock: inout LogClock) -> Int64? {
        var (time, nanoseconds) = (Int64?.none, Int64(0))
        JSONText.members(of: object) { name, start, end, kind in
            switch RecordName.role(of: RecordName.key(of: name, in: container)) {
            case .time: time = time ?? moment(object.part(start, end), kind, &clock)
            case .nanoseconds: nanoseconds = object.number(start, end) ?? 0
            default: break
            }
            return true
        }
        return time.map { $0.addingClamped(max(0, min(999_999, nanoseconds / 1000))) }
    }

    /// A time as a text or as a number.
    static func moment(_ text: Line, _ kind: JSONText.Kind, _ clock: inout LogClock) -> Int64? {
        guard let first = text.first, first.isDigit else { return nil }
        switch kind {
        case .string: return clock.iso(text, at: 0)?.time ?? text.unixTime() ?? clock.common(text, at: 0)
        case .number: return text.unixTime()
        case .object, .list, .other: return nil
        }
    }
}
