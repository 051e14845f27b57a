import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Time spans as systemctl prints them: `1month 2w 3d 4h 5min 6.789s` (systemd.time(7)).
enum SystemdTimeSpan {
    /// `nil` for `infinity`, zero and what is no time span.
    static func duration(_ text: String) -> Duration? {
        var microseconds = 0.0
        for word in text.split(separator: " ") {
            let number = word.prefix { $0.isNumber || $0 == "." }
            guard let count = Double(number), let unit = units[String(word.dropFirst(number.count))] else { return nil }
            microseconds += count * unit
        }
        guard microseconds > 0, microseconds < 1e18 else { return nil }
        return .microseconds(Int64(clamped: microseconds))
    }

    /// In microseconds; a month and a year as systemd counts them (30.44 and 365.25 days).
    private static let units: [String: Double] = [
        "us": 1, "ms": 1e3, "s": 1e6, "min": 60e6, "h": 3600e6, "d": 86_400e6, "day": 86_400e6, "w": 604_800e6,
        "month": 2_629_800e6, "y": 31_557_600e6,
    ]

    /// The moment at which the clock of monotonic timers (`CLOCK_MONOTONIC`) was zero.
    static func booted() -> Timestamp { now() - .milliseconds(milliseconds(of: CLOCK_MONOTONIC)) }

    static func now() -> Timestamp { Timestamp(milliseconds: milliseconds(of: CLOCK_REALTIME)) }

    private static func milliseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
