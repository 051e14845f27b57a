package import Domain

extension Timestamp {
    /// To the minute, for a person: `2026-11-24 06:05 UTC`. Evidence keeps the exact moment.
    package var toTheMinute: String { rfc3339.prefix(16).replacing("T", with: " ") + " UTC" }
}
