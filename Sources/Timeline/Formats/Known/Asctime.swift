extension LineFormat {
    /// Text behind a time as asctime(3) writes it: OpenVPN, `logread`.
    static let asctime = LineFormat(
        "text", ["{time:EEE MMM d HH:mm:ss yyyy} {text}"], isGeneric: true,
        examples: [
            LineExample(
                "Mon Nov 23 19:00:00 2026 Initialization Sequence Completed", "2026-11-23T19:00:00Z",
                "Initialization Sequence Completed"),
            LineExample(
                "Thu Nov  5 09:00:00 2026 ERROR: cannot connect", "2026-11-05T09:00:00Z", "error",
                "ERROR: cannot connect"),
        ])
}
