/// A source of prices without candles, asked only to compare: nothing of it is stored as a candle.
package protocol PriceWitness: Sendable {
    var name: SourceName { get }

    /// What its documentation says of it.
    var facts: SourceFacts { get }

    /// The prices at the closes of the candles whose open time lies in `range`, by one request.
    /// - Throws: ``SourceFailure`` with what to do.
    func closes(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> [WitnessedClose]
}

/// A price near the close of a candle.
package struct WitnessedClose: Hashable, Sendable {
    package let openTime: Timestamp
    package let close: Double
    package let quote: Quote

    package init(openTime: Timestamp, close: Double, quote: Quote) {
        self.openTime = openTime
        self.close = close
        self.quote = quote
    }
}
