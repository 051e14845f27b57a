/// A venue, or an aggregator of venues, that can be asked for candles.
package protocol PriceSource: Sendable {
    var name: SourceName { get }

    /// How many of the newest candles of an interval the venue keeps; `nil` when it keeps all of them.
    var depth: Int? { get }

    /// The candles whose open time lies in `range`, oldest first, the still-open one included when the range reaches
    /// it. An hour in which the venue traded nothing, or was closed, is absent. Asks for as many pages as the range
    /// needs.
    /// - Throws: ``SourceFailure`` that says what to do next.
    func candles(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> CandleBatch
}

/// What a venue answered.
package struct CandleBatch: Sendable {
    package let candles: [Candle]
    /// The venue's own clock (its `Date` header), where it told; an open candle must not pass for closed because our
    /// clock is fast.
    package let venueTime: Timestamp?
    /// Rows that could not be a candle and were left out, each with its reason.
    package let rejected: [String]

    package init(candles: [Candle], venueTime: Timestamp?, rejected: [String] = []) {
        self.candles = candles
        self.venueTime = venueTime
        self.rejected = rejected
    }
}
