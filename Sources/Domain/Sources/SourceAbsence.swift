/// A range of candles that a venue is known not to have.
package struct SourceAbsence: Hashable, Sendable {
    package let source: SourceName
    package let interval: Interval
    /// The open times, aligned to the interval.
    package let range: TimeRange
    package let reason: Reason
    /// When it was first noticed.
    package let since: Timestamp
    /// How many times in a row the venue was asked and had nothing.
    package let confirmations: Int
    /// When the venue is asked again.
    package let nextCheck: Timestamp

    package init(
        _ source: SourceName, _ interval: Interval, _ range: TimeRange, reason: Reason, since: Timestamp,
        confirmations: Int, nextCheck: Timestamp
    ) {
        self.source = source
        self.interval = interval
        self.range = range
        self.reason = reason
        self.since = since
        self.confirmations = confirmations
        self.nextCheck = nextCheck
    }

    package struct Reason: OpenEnum {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        /// Before the first candle of the venue.
        package static let beforeFirst = Reason(rawValue: "before-first")
        /// The venue did not trade, or lost it.
        package static let outage = Reason(rawValue: "outage")

        package static let known: [Reason] = [.beforeFirst, .outage]
    }
}
