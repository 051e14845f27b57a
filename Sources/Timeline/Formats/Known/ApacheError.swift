extension LineFormat {
    /// Apache's error log, of 2.4 and before (https://httpd.apache.org/docs/2.4/logs.html#errorlog), and other lines
    /// with such a time in brackets, as of `dmesg -T`.
    static let apacheError = LineFormat(
        "apache-error",
        [
            "[{time:EEE MMM d HH:mm:ss.S yyyy}] [{unit}:{level}] {text}",
            "[{time:EEE MMM d HH:mm:ss yyyy}] [{level}] {text}",
            "[{time:EEE MMM d HH:mm:ss.S yyyy}] {text}",
            "[{time:EEE MMM d HH:mm:ss yyyy}] {text}",
        ],
        examples: [
            LineExample(
                "[Sun Dec 04 04:47:44 2005] [notice] workerEnv.init() ok /etc/httpd/conf/workers2.properties",
                "2005-12-04T04:47:44Z", "notice", "workerEnv.init() ok /etc/httpd/conf/workers2.properties"),
            LineExample(
                "[Sun Dec 04 04:47:44 2005] [error] mod_jk child workerEnv in error state 6", "2005-12-04T04:47:44Z",
                "error", "mod_jk child workerEnv in error state 6"),
            LineExample(
                "[Fri Sep 09 10:42:29.902022 2011] [core:error] [pid 35708:tid 4328636416] [client 72.15.99.187] File"
                    + " does not exist: /usr/local/apache2/htdocs/favicon.ico",
                "2011-09-09T10:42:29.902022Z", "error", unit: "core",
                "[pid 35708:tid 4328636416] [client 72.15.99.187] File does not exist: /usr/local/apache2/htdocs/favicon.ico"
            ),
            LineExample(
                "[Mon Nov 23 19:00:00.123456 2026] [:error] [pid 12] PHP Notice", "2026-11-23T19:00:00.123456Z",
                "error", "[pid 12] PHP Notice"),
            LineExample(
                "[Mon Nov 23 19:00:00.123456 2026] [ssl:trace3] [pid 12] handshake", "2026-11-23T19:00:00.123456Z",
                "trace", unit: "ssl", "[pid 12] handshake"),
            LineExample(
                "[Mon Nov 23 19:00:00 2026] usb 1-1: new device", "2026-11-23T19:00:00Z", "usb 1-1: new device"),
        ])
}
