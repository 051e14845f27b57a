/// The exponential moving average: the next value counts 2 ÷ (`period` + 1). It begins as the simple average of the
/// first `period` values, as TA-Lib's `EMA` does.
package struct ExponentialAverage: Indicator {
    package let period: Int
    private let weight: Double
    private var count = 0
    private var sum = 0.0
    private var average = 0.0

    /// - Parameter period: 1 or more.
    package init(period: Int) {
        self.period = max(1, period)
        weight = Self.weight(of: self.period)
    }

    /// - Returns: `nil` for the first `period` − 1 values.
    package mutating func add(_ value: Double) -> Double? {
        if count < period {
            count += 1
            sum += value
            guard count == period else { return nil }
            average = sum / Double(period)
        } else {
            average += (value - average) * weight
        }
        return average
    }

    package static func values(of values: [Double], period: Int) -> [Double] {
        let period = max(1, period)
        return .indicator(count: values.count, warmUp: period - 1) { output in
            values.withUnsafeBufferPointer { values in
                let weight = weight(of: period)
                var sum = 0.0
                for index in 0..<period { sum += values[index] }
                var average = LinearRecurrence(rest: 1 - weight, from: sum / Double(period))
                output[period - 1] = average.last
                forEachFour(in: period..<values.count) { index in
                    let next = average.next(
                        (
                            values[index] * weight, values[index + 1] * weight, values[index + 2] * weight,
                            values[index + 3] * weight
                        ))
                    output[index] = next.0
                    output[index + 1] = next.1
                    output[index + 2] = next.2
                    output[index + 3] = next.3
                } one: { index in
                    output[index] = average.next(values[index] * weight)
                }
            }
        }
    }

    static func weight(of period: Int) -> Double { 2 / Double(period + 1) }
}
