/// Makes the candles of a coarser interval from finer ones that come in ascending order of time, in one pass.
package struct CandleMerger: Sendable {
    package let interval: Interval
    /// The finished candles, oldest first, until they are taken.
    package private(set) var candles: [CandleNumbers] = []
    /// The number of finer candles that each is made of.
    package private(set) var counts: [Int] = []
    private var current: CandleNumbers?
    private var count = 0
    /// The first millisecond after ``current``.
    private var end = Int64.min

    package init(_ interval: Interval) { self.interval = interval }

    /// - Parameter parts: after those added before, each of another time.
    package mutating func add(_ parts: [CandleNumbers]) {
        guard let first = parts.first else { return }
        var made = current ?? start(first)
        var (count, end) = (current == nil ? 0 : count, end)
        for part in parts {
            if part.openTime.milliseconds >= end {
                if count > 0 {
                    candles.append(made)
                    counts.append(count)
                }
                made = start(part)
                count = 0
                end = self.end
            }
            if part.high > made.high { made.high = part.high }
            if part.low < made.low { made.low = part.low }
            made.close = part.close
            made.volume += part.volume
            count += 1
        }
        (current, self.count) = (made, count)
    }

    /// Finishes the last candle.
    package mutating func finish() {
        guard let made = current else { return }
        candles.append(made)
        counts.append(count)
        (current, count, end) = (nil, 0, .min)
    }

    /// Hands over the finished candles.
    package mutating func take() -> (candles: [CandleNumbers], counts: [Int]) {
        let taken = (candles, counts)
        (candles, counts) = ([], [])
        return taken
    }

    /// A candle that begins with `part`, before its high, low and volume are added.
    private mutating func start(_ part: CandleNumbers) -> CandleNumbers {
        let open = interval.openTime(containing: part.openTime)
        end = open.milliseconds + interval.seconds * 1000
        var made = part
        made.openTime = open
        made.volume = 0
        return made
    }
}
