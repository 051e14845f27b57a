package import FoundationEssentials

/// A moment in UTC, in whole milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted (as Unix time).
///
/// Stored, compared and computed as an integer, so that an open time is equal to itself in every database and on every host.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }
    package init(seconds: Int64) { self.milliseconds = seconds * 1000 }
    package init(_ date: Date) { self.milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded(.down)) }

    /// Whole seconds since 1970, rounded down.
    package var seconds: Int64 { Int64((Double(milliseconds) / 1000).rounded(.down)) }
    package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    package static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }
    package static func + (a: Timestamp, b: Duration) -> Timestamp {
        Timestamp(milliseconds: a.milliseconds + b.wholeMilliseconds)
    }
    package static func - (a: Timestamp, b: Duration) -> Timestamp {
        Timestamp(milliseconds: a.milliseconds - b.wholeMilliseconds)
    }
    package static func - (a: Timestamp, b: Timestamp) -> Duration { .milliseconds(a.milliseconds - b.milliseconds) }
}

extension Duration {
    /// The duration in whole milliseconds, rounded toward zero.
    package var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
    package static func minutes(_ n: Int64) -> Duration { .seconds(n * 60) }
    package static func hours(_ n: Int64) -> Duration { .seconds(n * 3600) }
    package static func days(_ n: Int64) -> Duration { .seconds(n * 86400) }
}
