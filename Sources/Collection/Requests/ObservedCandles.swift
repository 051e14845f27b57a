import Domain

/// The candles of a response, each as closed only where the response proves it. Pure.
///
/// A response may come from a cache on the way, under a current date. It proves that a candle is closed when it also
/// has a later one, when the venue calls it final, or when the response cannot be older than the close.
struct ObservedCandles {
    let candles: [ArchivedCandle]
    /// The open times of those that repeat the numbers before them, which are not kept.
    var repeated: Set<Timestamp> = []
    /// The open times of the closed ones that are believed.
    var believed: [Timestamp] {
        candles.filter { $0.isClosed && !repeated.contains($0.candle.openTime) }.map(\.candle.openTime)
    }
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
            // Another source’s may have to take its place as a later one.
            let seenAt = isProven ? answeredAt : min(answeredAt, candle.closeTime - .milliseconds(10))
            return ArchivedCandle(candle, source: source, run: run, seenAt: seenAt)
        }
    }
}

/// Consecutive candles with the same numbers: a venue, or a cache, that stands still. Pure.
struct RepeatedCandles {
    /// The open times of the repetitions. The first candle of a standstill may be right where another one is before it.
    let openTimes: Set<Timestamp>
    /// The length of the longest run, its first candle included; 0 for none.
    let longest: Int
    /// The numbers of the candles that were repeated.
    let numbers: Set<[Double]>

    /// Two hours with trades never have the same prices and the same volume to the last digit; three are no chance.
    /// Automatic orders of one size give some equal minutes in a row, but not an hour of them.
    private static func fewest(of interval: Interval) -> Int { max(3, Int(3600 / interval.seconds)) }

    /// - Parameters:
    ///   - candles: of one interval, oldest first.
    ///   - known: the numbers at which their source is known to have stood still: none of them is believed.
    init(_ candles: [Candle], known: Set<[Double]> = []) {
        var runs: [Candle] = []
        var longest = 0
        var start = candles.startIndex
        while start < candles.endIndex {
            let first = candles[start]
            let isRun = { (index: Int) in
                candles[index].hasNumbers(of: first)
                    && candles[index].openTime == candles[index - 1].openTime + first.interval.duration
            }
            let end = candles.indices[(start + 1)...].first { !isRun($0) } ?? candles.endIndex
            // One trade of the same size at an unchanged price, in a quiet market, repeats a flat candle.
            let isBelieved = first.volume <= 0 || first.low == first.high && end < candles.endIndex
            if !isBelieved, end - start >= Self.fewest(of: first.interval) {
                runs.append(first)
                longest = max(longest, end - start)
            }
            start = end
        }
        // What stands beside a run with its numbers, behind a missing or a corrected hour, is of the same standstill.
        let found = Set(runs.map(\.numbers))
        var openTimes = Set(candles.filter { known.contains($0.numbers) && $0.volume > 0 }.map(\.openTime))
        for numbers in found {
            let equal = candles.filter { $0.numbers == numbers }
            let begins = equal.first?.openTime == candles.first?.openTime
            openTimes.formUnion(equal.dropFirst(begins ? 0 : 1).map(\.openTime))
        }
        self.openTimes = openTimes
        self.longest = longest
        self.numbers = found
    }
}

extension Candle {
    /// The prices and the volume.
    var numbers: [Double] { [open, high, low, close, volume] }

    fileprivate func hasNumbers(of other: Candle) -> Bool {
        open == other.open && high == other.high && low == other.low && close == other.close && volume == other.volume
    }
}
