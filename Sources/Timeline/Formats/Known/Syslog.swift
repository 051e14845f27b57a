import Logging

extension LineFormat {
    /// Traditional syslog (RFC 3164), and its form in files and of `journalctl -o short` and `short-precise`, without
    /// the priority: `Nov 23 19:00:00 host tag[pid]: text`.
    static let syslog = LineFormat(
        "syslog", heads: [LineHead(first: Set("ADFJMNOS<".utf8), pattern: [])], time: Syslog.time, read: Syslog.read,
        examples: [
            LineExample(
                "Nov  3 19:00:00 vps CRON[12]: (root) CMD (true)", "2026-11-03T19:00:00Z", unit: "CRON",
                "CRON[12]: (root) CMD (true)"),
            LineExample(
                "<34>Nov 23 19:00:00 vps su: failed", "2026-11-23T19:00:00Z", "critical", unit: "su", "su: failed"),
            LineExample(
                "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8", "2026-10-11T22:14:15Z",
                "critical", unit: "su", "su: 'su root' failed for lonvick on /dev/pts/8"),
            LineExample(
                "Nov 23 19:00:00.123456 vps systemd[1]: Started x.", "2026-11-23T19:00:00.123456Z", unit: "systemd",
                "systemd[1]: Started x."),
            LineExample(
                "Nov 9 12:01:01 dn228 crond(pam_unix)[2915]: session closed for user root", "2026-11-09T12:01:01Z",
                unit: "crond(pam_unix)", "crond(pam_unix)[2915]: session closed for user root"),
            // A level in the text, in the usual places of programs that write to syslog.
            LineExample(
                "Nov 23 18:55:46 LabSZ sshd[24200]: error: maximum authentication attempts exceeded",
                "2026-11-23T18:55:46Z", "error", unit: "sshd",
                "sshd[24200]: error: maximum authentication attempts exceeded"),
            LineExample(
                "Nov 23 19:00:00 vps postgres[12]: [3-1] 2026-11-23 19:00:00.123 UTC [12] ERROR:  division by zero",
                "2026-11-23T19:00:00Z", "error", unit: "postgres",
                "postgres[12]: [3-1] 2026-11-23 19:00:00.123 UTC [12] ERROR:  division by zero"),
            LineExample(
                "Nov 23 19:00:00 vps kernel: [ 12.345678] WARNING: CPU: 0 PID: 1", "2026-11-23T19:00:00Z", "warning",
                unit: "kernel", "kernel: [ 12.345678] WARNING: CPU: 0 PID: 1"),
            LineExample(
                "Nov 22 15:16:01 combo sshd(pam_unix)[19939]: authentication failure; logname= uid=0",
                "2026-11-22T15:16:01Z", unit: "sshd(pam_unix)",
                "sshd(pam_unix)[19939]: authentication failure; logname= uid=0"),
            LineExample(
                "Jul  1 09:00:55 calvisitor-10-105-160-95 kernel[0]: IOThunderboltSwitch<0>(0x0)::listenerCallback - Thunderbolt HPD packet",
                "2026-07-01T09:00:55Z", unit: "kernel",
                "kernel[0]: IOThunderboltSwitch<0>(0x0)::listenerCallback - Thunderbolt HPD packet"),
        ])
}

enum Syslog {
    static func time(of line: Line, _ clock: inout LogClock) -> LineTime? {
        let start = SyslogPriority.end(in: line)
        guard line.count > start + 15, line[start].isLetter, let time = clock.bsd(line, at: start),
            time.end < line.count, line[time.end] == UInt8(ascii: " ")
        else { return nil }
        return time
    }

    static func read(_ line: Line, _ timeEnd: Int, into facts: inout LineFacts) {
        facts.level = SyslogPriority.level(in: line)
        let host = line.skippingSpaces(from: timeEnd)
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
        guard facts.level == nil else { return }
        // Behind `[pid]: `.
        if end < line.count, line[end] == UInt8(ascii: "[") {
            end = line.first(UInt8(ascii: "]"), from: end, before: end + 40) ?? end
        }
        facts.level = LevelSearch.find(in: line, from: min(end + 1, line.count), admitsAnyCaseFirst: false)?.level
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
