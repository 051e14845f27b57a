extension LineFormat {
    /// Redis and Valkey; a sign stands for the level
    /// (https://redis.io/docs/latest/operate/oss_and_stack/management/config/).
    static let redis = LineFormat(
        "redis",
        ["{number}:{*} {time:dd MMM yyyy HH:mm:ss.S} {sign} {text}"],
        examples: [
            LineExample(
                "1234:M 23 Nov 2026 19:00:00.123 * Ready to accept connections", "2026-11-23T19:00:00.123Z", "notice",
                "Ready to accept connections"),
            LineExample(
                "1234:M 23 Nov 2026 19:00:00.123 # WARNING: overcommit_memory is 0", "2026-11-23T19:00:00.123Z",
                "warning", "WARNING: overcommit_memory is 0"),
        ])
}
