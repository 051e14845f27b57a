/// A venue, or an aggregator of venues, that offers candles.
package protocol PriceSource: Sendable {
    var name: SourceName { get }

    /// What its documentation says of it.
    var facts: SourceFacts { get }

    /// The candles whose open time lies in `range`, by one request.
    /// - Parameter range: at most ``SourceFacts/pageSize`` open times.
    /// - Throws: ``SourceFailure`` with what to do.
    func page(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> SourcePage
}
