package import FoundationEssentials

/// A moment in UTC, in whole milliseconds since 1970-01-01T00:00:00Z, without leap seconds (Unix time).
///
/// Stored and computed as an integer, so that an open time is equal in every database and on every host. The range is
/// that of RFC 3339, 0001-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z; other values are clamped, so that no
/// computation or formatting overflows with untrusted numbers.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    /// 0001-01-01T00:00:00.000Z.
    package static let earliest = Timestamp(milliseconds: -62_135_596_800_000)
    /// 9999-12-31T23:59:59.999Z.
    package static let latest = Timestamp(milliseconds: 253_402_300_799_999)

    /// The UTC day of Bitcoin's first block, of 2009-01-03T18:15:05Z: no market has an older price, and an older time
    /// is in another unit than expected.
    package static let firstBlockDay = Timestamp(seconds: 1_230_940_800)

    package init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, -62_135_596_800_000), 253_402_300_799_999)
    }
    package init(seconds: Int64) {
        // Beyond ± 2^50 s every moment is one of the bounds.
        self.init(milliseconds: min(max(seconds, -1 << 50), 1 << 50) * 1000)
    }
    package init(_ date: Date) {
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded(.down)
        self.init(milliseconds: Int64(exactly: milliseconds) ?? (milliseconds < 0 ? .min : .max))
    }

    /// Whole seconds since 1970, rounded down.
    package var seconds: Int64 { Int64((Double(milliseconds) / 1000).rounded(.down)) }
    package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    package static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }
    package static func + (a: Timestamp, b: Duration) -> Timestamp {
        Timestamp(milliseconds: a.milliseconds.addingClamped(b.wholeMilliseconds))
    }
    package static func - (a: Timestamp, b: Duration) -> Timestamp {
        Timestamp(milliseconds: a.milliseconds.subtractingClamped(b.wholeMilliseconds))
    }
    package static func - (a: Timestamp, b: Timestamp) -> Duration { .milliseconds(a.milliseconds - b.milliseconds) }
}
