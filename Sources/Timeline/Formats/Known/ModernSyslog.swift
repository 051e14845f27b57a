import Logging

extension LineFormat {
    /// Syslog with complete times: RFC 5424 (`<34>1 2026-11-23T19:00:00Z host app pid id [data] text`), and the files
    /// written by rsyslog (`2026-11-23T19:00:00.123456+00:00 host tag[pid]: text`).
    static let modernSyslog = LineFormat(
        "syslog", heads: [.bytes("0123456789<")], mayBeginWithDate: true, time: ModernSyslog.time,
        read: ModernSyslog.read, isTimelessRecord: ModernSyslog.isTimeless,
        examples: [
            LineExample(
                "<165>1 2026-11-23T20:00:00.003+01:00 vps evntslog - ID47 [x@1 a=\"b\"] An event",
                "2026-11-23T19:00:00.003Z", "notice", unit: "evntslog", "[x@1 a=\"b\"] An event"),
            LineExample(
                "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \u{FEFF}'su root' failed for lonvick on /dev/pts/8",
                "2003-10-11T22:14:15.003Z", "critical", unit: "su", "'su root' failed for lonvick on /dev/pts/8"),
            LineExample(
                "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts.",
                "2003-08-24T12:14:15.000003Z", "notice", unit: "myproc", "%% It's time to make the do-nuts."),
            LineExample(
                "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut=\"3\"][examplePriority@32473 class=\"high\"]",
                "2003-10-11T22:14:15.003Z", "notice", unit: "evntslog",
                "[exampleSDID@32473 iut=\"3\"][examplePriority@32473 class=\"high\"]"),
            LineExample(
                "2026-11-23T19:00:00.123456+00:00 vps systemd[1]: Started x.", "2026-11-23T19:00:00.123456Z",
                unit: "systemd", "systemd[1]: Started x."),
            LineExample(
                "2026-11-23T19:00:00+0000 vps sshd[12]: fatal: Timeout before authentication", "2026-11-23T19:00:00Z",
                "critical", unit: "sshd", "sshd[12]: fatal: Timeout before authentication"),
        ])
}

enum ModernSyslog {
    static func time(of line: Line, _ clock: inout LogClock) -> LineTime? {
        guard line.count > 20 else { return nil }
        let start = versioned(line) ?? 0
        guard line[start].isDigit, let time = clock.iso(line, at: start), time.end < line.count,
            line[time.end] == UInt8(ascii: " ")
        else { return nil }
        return start > 0 || tag(line, behind: time.end) != nil ? time : nil
    }

    /// Whether a line is of RFC 5424, without a time (`<34>1 - host …`).
    static func isTimeless(_ line: Line) -> Bool { versioned(line).map { line.has("- ", at: $0) } ?? false }

    static func read(_ line: Line, _ timeEnd: Int, into facts: inout LineFacts) {
        guard let start = versioned(line) else {
            return Syslog.readTag(line, from: tag(line, behind: timeEnd) ?? timeEnd, into: &facts)
        }
        facts.level = SyslogPriority.level(in: line)
        // Time, host, application, process, message id, then structured data in brackets or a dash, then the message.
        var begin = start
        for field in 0..<5 {
            let end = line.first(UInt8(ascii: " "), from: begin) ?? line.count
            if field == 2, !line.part(begin, end).elementsEqual("-".utf8) { facts.unit = .plain(begin, end) }
            begin = min(end + 1, line.count)
        }
        if line.has("- ", at: begin) || begin + 1 == line.count && line[begin] == UInt8(ascii: "-") {
            begin = min(begin + 2, line.count)
        }
        if line.has("\u{FEFF}", at: begin) { begin += 3 }
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
