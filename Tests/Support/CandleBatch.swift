package import Domain

extension PriceSource {
    /// The candles whose open time lies in `range`, oldest first, by as many requests as necessary.
    /// - Throws: the failure of the first page that failed.
    package func candles(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> CandleBatch {
        var candles: [Candle] = []
        var rejected: [String] = []
        var venueTime: Timestamp?
        for part in range.windows(of: facts.pageSize, every: interval) {
            let page = try await page(of: interval, in: part)
            candles += page.candles
            rejected += page.rejected
            if let time = page.venueTime { venueTime = min(venueTime ?? time, time) }
        }
        return CandleBatch(candles: candles, venueTime: venueTime, rejected: rejected)
    }
}

/// The response of a venue to several requests.
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
