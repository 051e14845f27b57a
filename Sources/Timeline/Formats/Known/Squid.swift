extension LineFormat {
    /// Squid's native access log (https://wiki.squid-cache.org/Features/LogFormat).
    static let squid = LineFormat(
        "squid", ["{unix} {number} {*} {unit}/{number} {text}"],
        examples: [
            LineExample(
                "1795460400.123    110 192.168.0.5 TCP_MISS/200 4512 GET http://example.org/ - DIRECT/93.184.216.34 text/html",
                "2026-11-23T19:00:00.123Z", unit: "TCP_MISS",
                "4512 GET http://example.org/ - DIRECT/93.184.216.34 text/html")
        ])
}
