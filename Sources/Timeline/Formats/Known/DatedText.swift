import Logging

extension LineFormat {
    /// Our text lines (``LogEntry``: `2026-11-23T19:00:00.123Z info message  key=value`), and any other line that
    /// begins with a date and a time, in brackets and colours or not. The level is searched in the usual places behind
    /// it.
    static let datedText = LineFormat(
        "text", heads: [.bytes("0123456789[\u{1B}")], isGeneric: true, mayBeginWithDate: true, time: DatedText.time,
        read: DatedText.read,
        examples: [
            LineExample(
                "2026-11-23T19:00:00.123Z notice collected  new=3 run=r1 trace_id=0af7651916cd43dd8448eb211c80319c",
                "2026-11-23T19:00:00.123Z", "notice", trace: "0af7651916cd43dd8448eb211c80319c", run: "r1",
                "collected  new=3 run=r1 trace_id=0af7651916cd43dd8448eb211c80319c"),
            LineExample("[2026-11-23T19:00:00Z] hello there", "2026-11-23T19:00:00Z", "hello there"),
            // nginx's error log.
            LineExample(
                "2026/11/23 19:00:00 [error] 123#0: *1 connect() failed", "2026-11-23T19:00:00Z", "error",
                "123#0: *1 connect() failed"),
            // PostgreSQL: `%m [%p] `, `%m [%p] %q%u@%d `, `%t [%p]: user=%u,db=%d `, and with zones' names.
            LineExample(
                "2026-11-23 19:00:00.123 UTC [1234] ERROR:  division by zero", "2026-11-23T19:00:00.123Z", "error",
                "[1234] ERROR:  division by zero"),
            LineExample(
                "2026-11-23 14:00:00.123 EST [1234] FATAL:  the database system is starting up",
                "2026-11-23T19:00:00.123Z", "critical", "[1234] FATAL:  the database system is starting up"),
            LineExample(
                "2026-11-23 20:00:00.5 +0100 [12] LOG:  checkpoint", "2026-11-23T19:00:00.500Z", "info",
                "[12] LOG:  checkpoint"),
            LineExample(
                "2026-11-23 22:00:00 +03 [12] alice@shop WARNING:  there is no transaction", "2026-11-23T19:00:00Z",
                "warning", "[12] alice@shop WARNING:  there is no transaction"),
            LineExample(
                "2026-11-23 20:00:00 CET [1234]: user=a,db=b PANIC:  could not write", "2026-11-23T19:00:00Z",
                "critical", "[1234]: user=a,db=b PANIC:  could not write"),
            LineExample(
                "2026-11-23 19:00:00.123 UTC [1234] DEBUG1:  x", "2026-11-23T19:00:00.123Z", "debug",
                "[1234] DEBUG1:  x"),
            LineExample(
                "2026-11-23 19:00:00.123 UTC [1234] STATEMENT:  SELECT 1/0", "2026-11-23T19:00:00.123Z",
                "[1234] STATEMENT:  SELECT 1/0"),
            // Python's logging, gunicorn, celery, Laravel, log4j with a colon, zap, MySQL, Windows' CBS, Spring, Rust.
            LineExample(
                "2026-11-23 19:00:00,250 ERROR worker died", "2026-11-23T19:00:00.250Z", "error", "worker died"),
            LineExample(
                "2026-11-23 19:00:00,123 - root - ERROR - it broke", "2026-11-23T19:00:00.123Z", "error",
                "root - ERROR - it broke"),
            LineExample(
                "2026-11-23 19:00:00,123 - my.module - WARNING - beware", "2026-11-23T19:00:00.123Z", "warning",
                "my.module - WARNING - beware"),
            LineExample(
                "[2026-11-23 19:00:00 +0000] [1234] [ERROR] Exception in worker process", "2026-11-23T19:00:00Z",
                "error", "[1234] [ERROR] Exception in worker process"),
            LineExample(
                "[2026-11-23 19:00:00,123: ERROR/MainProcess] Task failed", "2026-11-23T19:00:00.123Z", "error",
                "ERROR/MainProcess] Task failed"),
            LineExample(
                "[2026-11-23 19:00:00] local.ERROR: Undefined variable {\"a\":1}", "2026-11-23T19:00:00Z", "error",
                "local.ERROR: Undefined variable {\"a\":1}"),
            LineExample(
                "2026-11-23 19:00:00,672:WARN:Connection broken", "2026-11-23T19:00:00.672Z", "warning",
                "Connection broken"),
            LineExample(
                "2026-11-23T19:00:00.123Z\terror\tserver/main.go:12\tfailed", "2026-11-23T19:00:00.123Z", "error",
                "server/main.go:12\tfailed"),
            LineExample(
                "2026-11-23T19:00:00.123456Z 0 [Warning] [MY-010068] [Server] CA certificate is self signed.",
                "2026-11-23T19:00:00.123456Z", "warning",
                "0 [Warning] [MY-010068] [Server] CA certificate is self signed."),
            LineExample(
                "2016-09-28 04:30:30, Info                  CBS    Loaded Servicing Stack v6.1.7601.23505",
                "2016-09-28T04:30:30Z", "info", "CBS    Loaded Servicing Stack v6.1.7601.23505"),
            LineExample(
                "2016-09-28 04:30:31, Error                 CSI    00000001 (F) failed", "2016-09-28T04:30:31Z",
                "error", "CSI    00000001 (F) failed"),
            LineExample(
                "2026-11-23 19:00:00.123  WARN 1234 --- [main] c.e.App : slow", "2026-11-23T19:00:00.123Z", "warning",
                "1234 --- [main] c.e.App : slow"),
            LineExample(
                "\u{1B}[2m2026-11-23T19:00:00.123Z\u{1B}[0m \u{1B}[31mERROR\u{1B}[0m app: it broke",
                "2026-11-23T19:00:00.123Z", "error", "app: it broke"),
            LineExample(
                "2026-11-23 19:00:00 \u{1B}[33mWARN\u{1B}[0m it may break", "2026-11-23T19:00:00Z", "warning",
                "it may break"),
            // Hadoop, ZooKeeper and OpenStack, as in the loghub collection.
            LineExample(
                "2015-10-18 18:01:47,978 INFO [main] org.apache.hadoop.mapreduce.v2.app.MRAppMaster: Created MRAppMaster",
                "2015-10-18T18:01:47.978Z", "info",
                "[main] org.apache.hadoop.mapreduce.v2.app.MRAppMaster: Created MRAppMaster"),
            LineExample(
                "2015-07-29 17:41:44,747 - WARN  [QuorumPeer[myid=1]/0:0:0:0:0:0:0:0:2181:FastLeaderElection@774] - Notification time out: 3200",
                "2015-07-29T17:41:44.747Z", "warning",
                "[QuorumPeer[myid=1]/0:0:0:0:0:0:0:0:2181:FastLeaderElection@774] - Notification time out: 3200"),
            LineExample(
                "2017-05-16 00:00:00.008 25746 INFO nova.osapi_compute.wsgi.server [req-38101a0b] 10.11.10.1 \"GET\"",
                "2017-05-16T00:00:00.008Z", "info",
                "25746 INFO nova.osapi_compute.wsgi.server [req-38101a0b] 10.11.10.1 \"GET\""),
            // A level's word in the text is no level.
            LineExample("2026-11-23 19:00:00 no error was found", "2026-11-23T19:00:00Z", "no error was found"),
            LineExample(
                "2026-11-23 19:00:00 GET /error 200 info", "2026-11-23T19:00:00Z", "GET /error 200 info"),
            LineExample(
                "2026-11-23 19:00:00 information-desk opened", "2026-11-23T19:00:00Z", "information-desk opened"),
        ])
}

private enum DatedText {
    static func time(of line: Line, _ clock: inout LogClock) -> LineTime? {
        guard line.count >= 19 else { return nil }
        var start = 0
        while start + 19 < line.count, line[start] == 0x1B { start = line.afterColour(at: start) }
        if line[start] == UInt8(ascii: "[") { start += 1 }
        guard start < line.count, line[start].isDigit else { return nil }
        return clock.iso(line, at: start)
    }

    static func read(_ line: Line, _ timeEnd: Int, into facts: inout LineFacts) {
        var begin = timeEnd
        while begin < line.count, line[begin] == 0x1B { begin = line.afterColour(at: begin) }
        if begin < line.count, line[begin] == UInt8(ascii: "]") { begin += 1 }
        // `, Info`, `:WARN:`, ` - root - `
        if begin < line.count, line[begin] == UInt8(ascii: ",") || line[begin] == UInt8(ascii: ":") { begin += 1 }
        begin = line.skippingBlanks(from: min(begin, line.count))
        if line.has("- ", at: begin) { begin = line.skippingBlanks(from: begin + 2) }
        if let found = LevelSearch.find(in: line, from: begin, admitsAnyCaseFirst: true) {
            facts.level = found.level
            begin = found.textStart ?? begin
        }
        facts.message.append(.plain(begin, line.count))
        facts.findIdentity(in: line, from: begin)
    }
}
