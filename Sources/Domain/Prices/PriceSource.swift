/// A venue, or an aggregator of venues, that offers candles.
package protocol PriceSource: Sendable {
    var name: SourceName { get }

    /// The number of newest candles of an interval that the venue offers; `nil` for all.
    var depth: Int? { get }

    /// The candles whose open time lies in `range`, oldest first, including the open one where the range reaches it. An
    /// hour without trades is absent. Fetches as many pages as necessary.
    /// - Throws: ``SourceFailure`` with what to do.
    func candles(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> CandleBatch
}

/// The response of a venue.
package struct CandleBatch: Sendable {
    package let candles: [Candle]
    /// The time of the venue (its `Date` header), if sent: with a fast clock of ours, an open candle must not count as
    /// closed.
    package let venueTime: Timestamp?
    /// The reasons for omitted rows.
    package let rejected: [String]

    package init(candles: [Candle], venueTime: Timestamp?, rejected: [String] = []) {
        self.candles = candles
        self.venueTime = venueTime
        self.rejected = rejected
    }
}
