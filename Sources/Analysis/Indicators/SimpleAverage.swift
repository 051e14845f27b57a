/// The simple moving average of the last `period` values, and their sum.
///
/// Sums, and so rounds, in the order of TA-Lib's `SMA`: equal to it for the same values.
package struct SimpleAverage: Indicator {
    package let period: Int
    private var window: TrailingWindow
    private var sum = 0.0

    /// - Parameter period: 1 or more.
    package init(period: Int) {
        self.period = max(1, period)
        window = TrailingWindow(self.period)
    }

    /// - Returns: `nil` for the first `period` − 1 values.
    package mutating func add(_ value: Double) -> Double? {
        sum += value
        window.append(value)
        guard window.isFull else { return nil }
        defer { sum -= window.oldest }
        return sum / Double(period)
    }

    package static func values(of values: [Double], period: Int) -> [Double] {
        let period = max(1, period)
        return .indicator(count: values.count, warmUp: period - 1) { output in
            values.withUnsafeBufferPointer { values in
                var sum = 0.0
                for index in 0..<(period - 1) { sum += values[index] }
                let divisor = Double(period)
                for index in (period - 1)..<values.count {
                    sum += values[index]
                    output[index] = sum / divisor
                    sum -= values[index - period + 1]
                }
            }
        }
    }
}
