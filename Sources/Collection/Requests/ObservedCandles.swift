import Domain

/// The candles of a response, each as closed only where the response proves it. Pure.
///
/// A response may come from a cache on the way, under a current date. It proves that a candle is closed when it also
/// has a later one, when the venue calls it final, or when the response cannot be older than the close.
struct ObservedCandles {
    let candles: [ArchivedCandle]
    /// The newest open time, of any candle.
    var newest: Timestamp? { candles.last?.candle.openTime }

    /// The age up to which caches are met under a current date.
    static let cacheAge: Duration = .seconds(150)

    init(_ page: SourcePage, of interval: Interval, from source: SourceName, requestedAt: Timestamp, run: RunID) {
        let answeredAt = min(requestedAt - (page.age ?? .zero), page.venueTime ?? requestedAt)
        let observed = page.candles.filter { $0.openTime <= answeredAt }
        let newest = observed.last?.openTime
        // A response that should reach further may be hours old.
        let expected = OwedHours.newestExpected(interval, now: requestedAt)
        let isOld = page.range.contains(expected) && newest.map { $0 < expected } ?? false
        candles = observed.map { candle in
            let isProven =
                newest.map { candle.openTime < $0 } ?? false
                || page.finalThrough.map { candle.openTime <= $0 } ?? false
                || !isOld && candle.closeTime + Self.cacheAge <= answeredAt
            // Not proven to be closed: kept as open, until another response shows it.
            let seenAt = isProven ? answeredAt : min(answeredAt, candle.closeTime - .milliseconds(1))
            return ArchivedCandle(candle, source: source, run: run, seenAt: seenAt)
        }
    }
}

/// The same candle again and again: a venue, or a cache, that stands still. Pure.
struct RepeatedCandles {
    /// The open times of the repetitions; the first candle may be right.
    let openTimes: Set<Timestamp>
    /// How often the most frequent candle comes, the first one included.
    let longest: Int

    /// Two hours with trades never have the same prices and the same volume to the last digit; three are no chance.
    private static let fewest = 3

    private struct Numbers: Hashable {
        let open, high, low, close, volume: Double
    }

    /// - Parameter candles: oldest first.
    init(_ candles: [Candle]) {
        let rows = Dictionary(grouping: candles.filter { $0.volume > 0 }) {
            Numbers(open: $0.open, high: $0.high, low: $0.low, close: $0.close, volume: $0.volume)
        }.values.filter { $0.count >= Self.fewest }
        openTimes = Set(rows.flatMap { $0.dropFirst().map(\.openTime) })
        longest = rows.map(\.count).max() ?? 0
    }
}
