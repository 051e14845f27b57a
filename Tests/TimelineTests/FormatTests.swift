import Domain
import Logging
import Telemetry
import Testing

@testable import Timeline

@Suite("A log line") struct TimelineFormatTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let line, format, time: String
        var level, unit, trace, run: String?
        let message: String
        var testDescription: String { line }
    }

    static let trace = "0af7651916cd43dd8448eb211c80319c"

    static let samples = [
        // Access logs.
        Sample(
            line: #"83.149.9.216 - - [17/May/2015:10:05:03 +0200] "GET /a b HTTP/1.1" 200 203 "-" "curl/8""#,
            format: "access", time: "2015-05-17T08:05:03Z",
            level: "info", message: #"83.149.9.216 "GET /a b HTTP/1.1" 200 203 "-" "curl/8""#),
        Sample(
            line: #"::1 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 404 -"#, format: "access",
            time: "2015-05-17T10:05:03Z", level: "notice",
            message: #"::1 "GET / HTTP/1.1" 404 -"#),
        Sample(
            line:
                #"h:80 10.0.0.1 - j[d]oe [29/Feb/2024:23:59:59 -0530] "GET /\"x\" HTTP/1.1" 502 1 "-" "a \" 200 b" "00-\#(trace)-b7ad6b7169203331-01""#,
            format: "access", time: "2024-03-01T05:29:59Z", level: "error", trace: trace,
            message: #"h:80 "GET /\"x\" HTTP/1.1" 502 1 "-" "a \" 200 b" "00-\#(trace)-b7ad6b7169203331-01""#),
        Sample(
            line: #"1.2.3.4 - - [17/May/2015:10:05:03 +0000] "-" 400 0 "-" "-" "\#(trace)""#, format: "access",
            time: "2015-05-17T10:05:03Z", level: "notice",
            trace: trace, message: #"1.2.3.4 "-" 400 0 "-" "-" "\#(trace)""#),
        // journald.
        Sample(
            line:
                #"{"__REALTIME_TIMESTAMP":"1795460400123456","PRIORITY":"4","_SYSTEMD_UNIT":"bitcoin-analyzer-api.service","#
                + #""MESSAGE":"slow \"x\" é","TRACE_ID":"\#(trace)","RUN":"r1"}"#,
            format: "journald", time: "2026-11-23T19:00:00.123456Z", level: "warning",
            unit: "bitcoin-analyzer-api.service", trace: trace, run: "r1", message: #"slow "x" é"#),
        Sample(
            line:
                #"{"MESSAGE":[104,105,255,27],"PRIORITY":"3","SYSLOG_IDENTIFIER":"sh","__REALTIME_TIMESTAMP":"1795460400000000"}"#,
            format: "journald",
            time: "2026-11-23T19:00:00Z", level: "error", unit: "sh", message: "hi\u{FFFD}\u{1B}"),
        Sample(
            line:
                #"{"__REALTIME_TIMESTAMP":"1795460400000000","_SYSTEMD_UNIT":"init.scope","UNIT":"bitcoin-analyzer-web.service","#
                + #""SYSLOG_IDENTIFIER":"systemd","MESSAGE":"Started."}"#,
            format: "journald", time: "2026-11-23T19:00:00Z", unit: "bitcoin-analyzer-web.service", message: "Started."),
        Sample(
            line:
                #"{"__REALTIME_TIMESTAMP":"1795460400000000","MESSAGE":"collected  run=20261123T190000Z-3f9a2c1e trace_id=\#(trace)"}"#,
            format: "journald",
            time: "2026-11-23T19:00:00Z", trace: trace, run: "20261123T190000Z-3f9a2c1e",
            message: "collected  run=20261123T190000Z-3f9a2c1e trace_id=\(trace)"),
        // Ours.
        Sample(
            line:
                #"{"level":"error","logger":"bitcoin-analyzer","message":"a\nb \"time\":\"x\" \u00e9\ud83d\ude00","run":"r1","#
                + #""time":"2026-11-23T19:00:00.120Z","trace_id":"\#(trace)"}"#,
            format: "json", time: "2026-11-23T19:00:00.120Z", level: "error", trace: trace, run: "r1",
            message: "a\nb \"time\":\"x\" é😀"),
        Sample(
            line: #"{"msg":"other program","ts":1795460400.25,"level":"WARN","nested":{"time":1,"x":["]"]},"n":5}"#,
            format: "json",
            time: "2026-11-23T19:00:00.250Z", level: "warning", message: "other program"),
        Sample(
            line: "2026-11-23T19:00:00.123Z notice collected  new=3 run=r1 trace_id=\(trace)", format: "text",
            time: "2026-11-23T19:00:00.123Z", level: "notice",
            trace: trace, run: "r1", message: "collected  new=3 run=r1 trace_id=\(trace)"),
        // Others that begin with a date.
        Sample(
            line: "2026/11/23 19:00:00 [error] 123#0: *1 connect() failed", format: "text",
            time: "2026-11-23T19:00:00Z", level: "error",
            message: "123#0: *1 connect() failed"),
        Sample(
            line: "2026-11-23 19:00:00,250 ERROR worker died", format: "text", time: "2026-11-23T19:00:00.250Z",
            level: "error", message: "worker died"),
        Sample(
            line: "2026-11-23 20:00:00.5 +0100 [12] LOG:  checkpoint", format: "text", time: "2026-11-23T19:00:00.500Z",
            message: "[12] LOG:  checkpoint"),
        Sample(
            line: "[2026-11-23T19:00:00Z] hello there", format: "text", time: "2026-11-23T19:00:00Z",
            message: "hello there"),
        // Syslog.
        Sample(
            line: "Nov  3 19:00:00 vps CRON[12]: (root) CMD (true)", format: "syslog", time: "2026-11-03T19:00:00Z",
            unit: "CRON", message: "CRON[12]: (root) CMD (true)"),
        Sample(
            line: "<34>Nov 23 19:00:00 vps su: failed", format: "syslog", time: "2026-11-23T19:00:00Z",
            level: "critical", unit: "su", message: "su: failed"),
        Sample(
            line: "<165>1 2026-11-23T20:00:00.003+01:00 vps evntslog - ID47 [x@1 a=\"b\"] An event", format: "syslog",
            time: "2026-11-23T19:00:00.003Z",
            level: "notice", unit: "evntslog", message: "[x@1 a=\"b\"] An event"),
        Sample(
            line: "2026-11-23T19:00:00.123456+00:00 vps systemd[1]: Started x.", format: "syslog",
            time: "2026-11-23T19:00:00.123456Z", unit: "systemd",
            message: "systemd[1]: Started x."),
    ]

    @Test("is parsed into time, level and message, for every program", arguments: samples)
    func format(_ sample: Sample) async throws {
        let row = try #require(try await Reading.rows(sample.line + "\n").first)
        #expect(row.time == sample.time && row.format == sample.format && row.message == sample.message)
        #expect(
            row.level == sample.level && row.unit == sample.unit && row.trace_id == sample.trace
                && row.run == sample.run)
    }

    @Test(
        "that has no time belongs to the one above it",
        arguments: ["Traceback:\n  File x\nError: 2026", "/bin/sh: 1: collect: not found", "\tat main()\r\n\r\nend"])
    func belongs(text: String) async throws {
        let rows = try await Reading.rows(
            "2026-11-23T19:00:00Z error it broke\n\(text)\n2026-11-23T19:00:01Z info on\n")
        #expect(rows.count == 2)
        for line in text.split(whereSeparator: \.isNewline) { #expect(rows[0].message.contains(line)) }
    }

    @Test("that stands before the first time has that one")
    func before() async throws {
        let rows = try await Reading.rows("lost beginning\n2026-11-23T19:00:00Z info on\n")
        #expect(rows.map(\.message) == ["lost beginning", "on"] && rows[0].time == "2026-11-23T19:00:00Z")
    }

    @Test("in a file without times has the time of the file, with a warning")
    func timeless() async throws {
        let (text, summary) = try await Reading.text([.lines("one\ntwo\n")], as: .terminal(colour: false))
        #expect(text == "2026-11-23T20:00:00.000Z -        a.log  one\n    | two\n")
        #expect(summary.warnings.map(\.warning) == [.withoutTimes])
    }

    @Test("of our own, in each of our formats, comes back as it was", arguments: [LogFormat.text, .json])
    func ours(format: LogFormat) async throws {
        let entry = LogEntry(
            time: try #require(Timestamp(rfc3339: "2026-11-23T19:00:00.007Z")), level: .warning,
            logger: "bitcoin-analyzer", message: "kraken failed",
            fields: ["source": "kraken", "run": "20261123T190000Z-3f9a2c1e", "trace_id": Self.trace])
        let row = try #require(try await Reading.rows(entry.line(as: format) + "\n").first)
        #expect(
            row.time == "2026-11-23T19:00:00.007Z" && row.level == "warning" && row.message.hasPrefix("kraken failed"))
        #expect(row.run == "20261123T190000Z-3f9a2c1e" && row.trace_id == Self.trace)
    }

    @Test(
        "with a moment that no calendar has is not taken for one",
        arguments: [
            "2026-02-30T19:00:00Z info x", "2026-11-23T24:00:00Z info x", "2026-13-01 10:00:00 x",
            #"1 - - [31/Jun/2015:10:05:03 +0000] "GET /" 200 1"#, "Nov 32 19:00:00 a b: c",
        ])
    func impossible(line: String) async throws {
        let rows = try await Reading.rows(line + "\n")
        #expect(rows.map(\.format) == ["text"] && rows[0].time == "2026-11-23T20:00:00Z")
    }
}
