/// A venue's response to one request for candles.
package struct SourcePage: Sendable {
    /// Oldest first, each open time once, within ``range``, including the open one where the range reaches it.
    package let candles: [Candle]
    /// The requested range.
    package let range: TimeRange
    /// The venue's time (its `Date` header), where sent: by a fast clock of ours, an open candle must not count as
    /// closed.
    package let venueTime: Timestamp?
    /// How long ago the venue made the response, by the caches on the way (`Age`, RFC 9111, 5.1); `nil` when no cache
    /// said so.
    package let age: Duration?
    /// The open time up to which, inclusive, the venue itself calls its candles final; `nil` when it does not say.
    package let finalThrough: Timestamp?
    /// The reasons for refused rows, one for each.
    package let rejected: [String]

    package init(
        candles: [Candle], of range: TimeRange, venueTime: Timestamp?, age: Duration? = nil,
        finalThrough: Timestamp? = nil, rejected: [String] = []
    ) {
        self.candles = candles
        self.range = range
        self.venueTime = venueTime
        self.age = age
        self.finalThrough = finalThrough
        self.rejected = rejected
    }
}
