extension LineFormat {
    /// `journalctl -o short-full` and `short-unix` (journalctl(1)); `short` and `short-precise` are syslog's lines,
    /// `short-iso` rsyslog's.
    static let journalctl = LineFormat(
        "journalctl", ["{time:EEE yyyy-MM-dd HH:mm:ss} {*} {tag}", "{unix} {*} {tag}"],
        examples: [
            LineExample(
                "Mon 2026-11-23 20:00:00 CET vps systemd[1]: Started x.", "2026-11-23T19:00:00Z", unit: "systemd",
                "systemd[1]: Started x."),
            LineExample(
                "Mon 2026-11-23 19:00:00.123456 UTC vps app[7]: ERROR: it broke", "2026-11-23T19:00:00.123456Z",
                "error", unit: "app", "app[7]: ERROR: it broke"),
            LineExample(
                "1795460400.123456 vps sshd[12]: error: no route", "2026-11-23T19:00:00.123456Z", "error",
                unit: "sshd", "sshd[12]: error: no route"),
        ])
}
