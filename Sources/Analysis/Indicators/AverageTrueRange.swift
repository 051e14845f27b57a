/// The average true range: Wilder's average of how far the price went within a candle, counted from the close before.
///
/// Welles Wilder, New Concepts in Technical Trading Systems, 1978; as TA-Lib's `ATR`.
package struct AverageTrueRange: Sendable {
    package let period: Int
    private var lastClose: Double?
    private var count = 0
    private var average = 0.0

    /// - Parameter period: 1 or more.
    package init(period: Int) { self.period = max(1, period) }

    /// - Returns: in the unit of the price; `nil` for the first `period` candles.
    package mutating func add(high: Double, low: Double, close: Double) -> Double? {
        defer { lastClose = close }
        guard let lastClose else { return nil }
        let range = Self.trueRange(high, low, lastClose)
        let divisor = Double(period)
        if count < period {
            count += 1
            average += range
            guard count == period else { return nil }
            average /= divisor
        } else {
            average = (average * (divisor - 1) + range) / divisor
        }
        return average
    }

    package static func values(high: [Double], low: [Double], close: [Double], period: Int) -> [Double] {
        let period = max(1, period)
        let count = min(high.count, low.count, close.count)
        return .indicator(count: count, warmUp: period) { output in
            high.withUnsafeBufferPointer { high in
                low.withUnsafeBufferPointer { low in
                    close.withUnsafeBufferPointer { close in
                        let share = 1 / Double(period)
                        let rest = Double(period - 1) * share
                        var average = 0.0
                        for index in 1...period { average += trueRange(high[index], low[index], close[index - 1]) }
                        output[period] = average * share
                        var smoothed = LinearRecurrence(rest: rest, from: average * share)
                        func input(_ index: Int) -> Double {
                            trueRange(high[index], low[index], close[index - 1]) * share
                        }
                        forEachFour(in: (period + 1)..<max(period + 1, count)) { index in
                            let next = smoothed.next(
                                (input(index), input(index + 1), input(index + 2), input(index + 3)))
                            output[index] = next.0
                            output[index + 1] = next.1
                            output[index + 2] = next.2
                            output[index + 3] = next.3
                        } one: { index in
                            output[index] = smoothed.next(input(index))
                        }
                    }
                }
            }
        }
    }

    private static func trueRange(_ high: Double, _ low: Double, _ lastClose: Double) -> Double {
        max(high, lastClose) - min(low, lastClose)
    }
}
