/// The relative strength index: the share of rises, in percent, in Wilder's averages of rises and falls.
///
/// Welles Wilder, New Concepts in Technical Trading Systems, 1978; as TA-Lib's `RSI`, which gives 0 where the price has
/// not moved at all.
package struct RelativeStrength: Indicator {
    package let period: Int
    private var last: Double?
    private var count = 0
    private var rise = 0.0
    private var fall = 0.0

    /// - Parameter period: 2 or more.
    package init(period: Int) { self.period = max(2, period) }

    /// - Returns: 0 to 100; `nil` for the first `period` values.
    package mutating func add(_ value: Double) -> Double? {
        defer { last = value }
        guard let last else { return nil }
        let change = value - last
        let (up, down) = (max(change, 0), max(-change, 0))
        let divisor = Double(period)
        if count < period {
            count += 1
            rise += up
            fall += down
            guard count == period else { return nil }
            rise /= divisor
            fall /= divisor
        } else {
            rise = (rise * (divisor - 1) + up) / divisor
            fall = (fall * (divisor - 1) + down) / divisor
        }
        return Self.index(rise, fall)
    }

    package static func values(of values: [Double], period: Int) -> [Double] {
        let period = max(2, period)
        return .indicator(count: values.count, warmUp: period) { output in
            values.withUnsafeBufferPointer { values in
                let share = 1 / Double(period)
                let rest = Double(period - 1) * share
                var (rise, fall) = (0.0, 0.0)
                for index in 1...period {
                    let change = values[index] - values[index - 1]
                    rise += max(change, 0)
                    fall += max(-change, 0)
                }
                output[period] = index(rise * share, fall * share)
                var rises = LinearRecurrence(rest: rest, from: rise * share)
                var falls = LinearRecurrence(rest: rest, from: fall * share)
                func gain(_ index: Int) -> Double { max(values[index] - values[index - 1], 0) * share }
                func loss(_ index: Int) -> Double { max(values[index - 1] - values[index], 0) * share }
                forEachFour(in: (period + 1)..<max(period + 1, values.count)) { at in
                    let up = rises.next((gain(at), gain(at + 1), gain(at + 2), gain(at + 3)))
                    let down = falls.next((loss(at), loss(at + 1), loss(at + 2), loss(at + 3)))
                    output[at] = index(up.0, down.0)
                    output[at + 1] = index(up.1, down.1)
                    output[at + 2] = index(up.2, down.2)
                    output[at + 3] = index(up.3, down.3)
                } one: { at in
                    output[at] = index(rises.next(gain(at)), falls.next(loss(at)))
                }
            }
        }
    }

    private static func index(_ rise: Double, _ fall: Double) -> Double {
        let sum = rise + fall
        return sum < smallest ? 0 : 100 * (rise / sum)
    }

    /// Below it TA-Lib takes a number for zero.
    private static let smallest = 1e-14
}
