import Logging

extension LineFormat {
    /// Pairs of logfmt (https://brandur.org/logfmt) with a time among them: Grafana, Prometheus, Loki, logrus, slog.
    static let logfmt = LineFormat(
        "logfmt", heads: [.letter], isGeneric: true, time: Logfmt.time, read: Logfmt.read,
        examples: [
            LineExample(
                #"time="2026-11-23T19:00:00Z" level=error msg="it \"broke\"" size=10"#, "2026-11-23T19:00:00Z",
                "error", #"it "broke""#),
            LineExample(
                #"logger=settings t=2026-11-23T20:00:00.123456789+01:00 level=info msg="Starting Grafana" version=9.5.2"#,
                "2026-11-23T19:00:00.123456Z", "info", unit: "settings", "Starting Grafana"),
            LineExample(
                #"ts=2026-11-23T19:00:00.123Z caller=main.go:12 level=warn component=tsdb msg=slow"#,
                "2026-11-23T19:00:00.123Z", "warning", unit: "tsdb", "slow"),
            LineExample(
                #"level=error ts=1795460400.25 err="no such host" traceID=0af7651916cd43dd8448eb211c80319c"#,
                "2026-11-23T19:00:00.250Z", "error", trace: "0af7651916cd43dd8448eb211c80319c", ""),
        ])
}

private enum Logfmt {
    static func time(of line: Line, _ clock: inout LogClock) -> LineTime? {
        var time: Int64?
        pairs(of: line) { name, start, end, _ in
            switch RecordName.role(of: RecordName.key(of: name)) {
            case .time: time = JSONLog.moment(line.part(start, end), .string, &clock)
            default: break
            }
            return time == nil
        }
        return time.map { LineTime(time: $0, end: 0) }
    }

    static func read(_ line: Line, _ timeEnd: Int, into facts: inout LineFacts) {
        let base = line.baseAddress
        pairs(of: line) { name, start, end, isQuoted in
            let nameStart = name.baseAddress.flatMap { name in base.map { name - $0 } } ?? 0
            facts.addMember(
                RecordName.key(of: name), name: .plain(nameStart, nameStart + name.count),
                LineFacts.Value(start, end, isQuoted ? .jsonString : .plain), .string, in: line)
            return true
        }
    }

    /// Calls `body` with each pair, until it returns `false`. A line that is not made of pairs ends them.
    private static func pairs(of line: Line, _ body: (_ name: Line, _ start: Int, _ end: Int, _ isQuoted: Bool) -> Bool)
    {
        var index = 0
        while index < line.count {
            let nameStart = index
            while index < line.count, isNamePart(line[index]) { index += 1 }
            guard index > nameStart, index < line.count, line[index] == UInt8(ascii: "=") else { return }
            let name = line.part(nameStart, index)
            index += 1
            let isQuoted = index < line.count && line[index] == UInt8(ascii: "\"")
            let start = isQuoted ? index + 1 : index
            var end = start
            if isQuoted {
                while let quote = line.first(UInt8(ascii: "\""), from: end), line.isEscaped(quote, from: start) {
                    end = quote + 1
                }
                end = line.first(UInt8(ascii: "\""), from: end) ?? line.count
                index = min(end + 1, line.count)
            } else {
                end = line.first(UInt8(ascii: " "), from: start) ?? line.count
                index = end
            }
            guard body(name, start, end, isQuoted) else { return }
            index = line.skippingBlanks(from: index)
        }
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "@")
    }
}
