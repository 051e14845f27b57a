import Logging

extension LineFormat {
    /// MySQL before 5.7 and MariaDB (https://mariadb.com/kb/en/error-log/).
    static let mysql = LineFormat(
        "mysql",
        [
            "{time:yyMMdd H:mm:ss} [{level}] {text}", "{time:yyyy-MM-dd H:mm:ss} {number} [{level}] {text}",
            "{time:yyMMdd H:mm:ss} {text}",
        ],
        levels: [LevelWord("Note", .notice)],
        examples: [
            LineExample(
                "261123 19:00:00 [Warning] IP address could not be resolved", "2026-11-23T19:00:00Z", "warning",
                "IP address could not be resolved"),
            LineExample(
                "261123  9:00:00 [ERROR] Can't start server", "2026-11-23T09:00:00Z", "error", "Can't start server"),
            LineExample(
                "2026-11-23  9:00:00 0 [Note] Starting MariaDB", "2026-11-23T09:00:00Z", "notice", "Starting MariaDB"),
        ])
}
