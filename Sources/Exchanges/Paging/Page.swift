import Domain

/// The range of one request: the candles from the one that opens at `first` to the one that opens at `last`, inclusive.
struct Page: Hashable {
    let first: Timestamp
    let last: Timestamp
}

extension TimeRange {
    /// The range in consecutive pages of at most `count` candles, oldest first, without gaps or overlap.
    func pages(of count: Int, every interval: Interval) -> [Page] {
        guard let all = page(of: interval) else { return [] }
        return TimeRange(all.first, until: all.last + interval.duration)
            .windows(of: count, every: interval)
            .map { Page(first: $0.start, last: $0.end - interval.duration) }
    }

    /// The range as one page; `nil` when no candle of `interval` opens in it.
    func page(of interval: Interval) -> Page? {
        guard !isEmpty else { return nil }
        var first = interval.openTime(containing: start)
        if first < start { first = first + interval.duration }
        let last = interval.openTime(containing: end - .milliseconds(1))
        return first <= last ? Page(first: first, last: last) : nil
    }
}
