import Domain

extension SourceFailure {
    /// The venue has no candles of that length, and none are made up from shorter ones.
    static func noCandles(of interval: Interval, at source: SourceName, only those: [Interval]) -> SourceFailure {
        let others = those.map(\.rawValue).joined(separator: ", ")
        return SourceFailure(
            .empty, source: source, "\(source) has no \(interval.rawValue) candles",
            hint: "ask it for \(others), or put a source that has \(interval.rawValue) first in PRICE_SOURCES")
    }
}
