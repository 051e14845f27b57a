import Domain

/// The range of one request: the candles from the one that opens at `first` to the one that opens at `last`, inclusive.
struct Page: Hashable {
    let first: Timestamp
    let last: Timestamp
}

extension TimeRange {
    /// The range as one page; `nil` when no candle of `interval` opens in it.
    func page(of interval: Interval) -> Page? {
        guard !isEmpty else { return nil }
        var first = interval.openTime(containing: start)
        if first < start { first = first + interval.duration }
        let last = interval.openTime(containing: end - .milliseconds(1))
        return first <= last ? Page(first: first, last: last) : nil
    }
}

extension SourcePage {
    /// Of a range in which no candle opens: without a request.
    static func none(of range: TimeRange) -> SourcePage { SourcePage(candles: [], of: range, venueTime: nil) }
}
