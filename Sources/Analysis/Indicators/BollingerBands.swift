/// Bollinger bands: the simple average of the last values, and two of their standard deviations (of the population)
/// below and above it. John Bollinger, Bollinger on Bollinger Bands, 2001; as TA-Lib's `BBANDS` with 2 deviations.
package struct BollingerBands: Sendable {
    package struct Value: Hashable, Sendable {
        package var lower: Double
        package var middle: Double
        package var upper: Double
    }

    package let period: Int
    private var window: TrailingWindow
    private var sum = 0.0
    private var squares = 0.0

    static let deviations = 2.0

    /// - Parameter period: 2 or more.
    package init(period: Int) {
        self.period = max(2, period)
        window = TrailingWindow(self.period)
    }

    /// - Returns: `nil` for the first `period` − 1 values.
    package mutating func add(_ value: Double) -> Value? {
        sum += value
        squares += value * value
        window.append(value)
        guard window.isFull else { return nil }
        let middle = sum / Double(period)
        let width = Self.width(meanSquare: squares / Double(period), middle)
        sum -= window.oldest
        squares -= window.oldest * window.oldest
        return Value(lower: middle - width, middle: middle, upper: middle + width)
    }

    package struct Series: Hashable, Sendable {
        package var lower: [Double]
        package var middle: [Double]
        package var upper: [Double]
    }

    package static func values(of values: [Double], period: Int) -> Series {
        let period = max(2, period)
        var series = Series(lower: [], middle: [], upper: [])
        series.middle = .indicator(count: values.count, warmUp: period - 1) { middles in
            series.lower = .indicator(count: values.count, warmUp: period - 1) { lower in
                series.upper = .indicator(count: values.count, warmUp: period - 1) { upper in
                    values.withUnsafeBufferPointer { values in
                        var (sum, squares) = (0.0, 0.0)
                        for index in 0..<(period - 1) {
                            sum += values[index]
                            squares += values[index] * values[index]
                        }
                        let divisor = Double(period)
                        for index in (period - 1)..<values.count {
                            let (value, oldest) = (values[index], values[index - period + 1])
                            sum += value
                            squares += value * value
                            let middle = sum / divisor
                            let width = width(meanSquare: squares / divisor, middle)
                            sum -= oldest
                            squares -= oldest * oldest
                            middles[index] = middle
                            lower[index] = middle - width
                            upper[index] = middle + width
                        }
                    }
                }
            }
        }
        if series.lower.isEmpty { series = Series(lower: series.middle, middle: series.middle, upper: series.middle) }
        return series
    }

    private static func width(meanSquare: Double, _ mean: Double) -> Double {
        let variance = meanSquare - mean * mean
        // What TA-Lib takes for zero.
        return variance < 1e-14 ? 0 : variance.squareRoot() * deviations
    }
}
