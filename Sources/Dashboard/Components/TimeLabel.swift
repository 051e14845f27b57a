import Domain

/// A time for `<time>`: its age and its exact value.
struct TimeLabel: Sendable {
    /// RFC 3339.
    let iso: String
    let ago: String
    let full: String

    init(_ time: Timestamp, at now: Timestamp, dates: LocalizedDates) {
        iso = time.rfc3339
        ago = dates.age(of: time, at: now)
        full = dates.full(time)
    }
}
