import Logging

extension LineFormat {
    /// PHP's error log and php-fpm's (https://www.php.net/manual/en/errorfunc.configuration.php#ini.error-log).
    static let php = LineFormat(
        "php",
        [
            "[{time:dd-MMM-yyyy HH:mm:ss}] {level}: {text}",
            "[{time:dd-MMM-yyyy HH:mm:ss}] PHP {level} error: {text}",
            "[{time:dd-MMM-yyyy HH:mm:ss}] PHP {level}: {text}",
            "[{time:dd-MMM-yyyy HH:mm:ss}] {text}",
        ],
        levels: [LevelWord("Parse", .error), LevelWord("Deprecated", .warning)],
        examples: [
            LineExample(
                "[23-Nov-2026 19:00:00 UTC] PHP Fatal error:  Uncaught Error", "2026-11-23T19:00:00Z", "critical",
                "Uncaught Error"),
            LineExample(
                "[23-Nov-2026 20:00:00 CET] PHP Warning:  Undefined variable $a", "2026-11-23T19:00:00Z", "warning",
                "Undefined variable $a"),
            LineExample(
                "[23-Nov-2026 19:00:00] NOTICE: fpm is running, pid 1", "2026-11-23T19:00:00Z", "notice",
                "fpm is running, pid 1"),
        ])
}
