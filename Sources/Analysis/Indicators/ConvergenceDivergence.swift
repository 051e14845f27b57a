/// Moving average convergence divergence (MACD): the difference of a fast and a slow exponential average, the
/// exponential average of that difference (signal), and what lies between them.
///
/// As TA-Lib's `MACD`: both averages begin at the same value, and nothing is known before the signal is.
package struct ConvergenceDivergence: Sendable {
    package struct Value: Hashable, Sendable {
        package var macd: Double
        package var signal: Double
        package var histogram: Double
    }

    package let fast: Int
    package let slow: Int
    package let signal: Int
    private var skipped = 0
    private var fastAverage: ExponentialAverage
    private var slowAverage: ExponentialAverage
    private var signalAverage: ExponentialAverage

    /// - Parameters: periods of 2 or more, `signal` of 1 or more; the shorter of the first two is the fast one.
    package init(fast: Int = 12, slow: Int = 26, signal: Int = 9) {
        self.fast = max(2, min(fast, slow))
        self.slow = max(2, max(fast, slow))
        self.signal = max(1, signal)
        fastAverage = ExponentialAverage(period: self.fast)
        slowAverage = ExponentialAverage(period: self.slow)
        signalAverage = ExponentialAverage(period: self.signal)
    }

    /// - Returns: `nil` for the first `slow` + `signal` − 2 values.
    package mutating func add(_ value: Double) -> Value? {
        let slowValue = slowAverage.add(value)
        // The fast average begins with the last values of those that the slow one begins with.
        if skipped < slow - fast {
            skipped += 1
            return nil
        }
        guard let fastValue = fastAverage.add(value), let slowValue else { return nil }
        let macd = fastValue - slowValue
        return signalAverage.add(macd).map { Value(macd: macd, signal: $0, histogram: macd - $0) }
    }

    package struct Series: Hashable, Sendable {
        package var macd: [Double]
        package var signal: [Double]
        package var histogram: [Double]
    }

    package static func values(of values: [Double], fast: Int = 12, slow: Int = 26, signal: Int = 9) -> Series {
        let start = ConvergenceDivergence(fast: fast, slow: slow, signal: signal)
        let (fast, slow, signal) = (start.fast, start.slow, start.signal)
        let warmUp = slow + signal - 2
        var series = Series(macd: [], signal: [], histogram: [])
        series.macd = .indicator(count: values.count, warmUp: warmUp) { macd in
            series.signal = .indicator(count: values.count, warmUp: warmUp) { signals in
                series.histogram = .indicator(count: values.count, warmUp: warmUp) { histogram in
                    values.withUnsafeBufferPointer { values in
                        let fastWeight = ExponentialAverage.weight(of: fast)
                        let slowWeight = ExponentialAverage.weight(of: slow)
                        let signalWeight = ExponentialAverage.weight(of: signal)
                        var (fastAverage, slowAverage, average) = (0.0, 0.0, 0.0)
                        for index in 0..<slow { slowAverage += values[index] }
                        for index in (slow - fast)..<slow { fastAverage += values[index] }
                        slowAverage /= Double(slow)
                        fastAverage /= Double(fast)
                        average = fastAverage - slowAverage
                        for index in slow..<max(slow, warmUp + 1) {
                            fastAverage += (values[index] - fastAverage) * fastWeight
                            slowAverage += (values[index] - slowAverage) * slowWeight
                            average += fastAverage - slowAverage
                        }
                        average /= Double(signal)
                        macd[warmUp] = fastAverage - slowAverage
                        signals[warmUp] = average
                        histogram[warmUp] = macd[warmUp] - average
                        var fasts = LinearRecurrence(rest: 1 - fastWeight, from: fastAverage)
                        var slows = LinearRecurrence(rest: 1 - slowWeight, from: slowAverage)
                        var averages = LinearRecurrence(rest: 1 - signalWeight, from: average)
                        func store(_ difference: Double, _ average: Double, at index: Int) {
                            macd[index] = difference
                            signals[index] = average
                            histogram[index] = difference - average
                        }
                        forEachFour(in: (warmUp + 1)..<max(warmUp + 1, values.count)) { at in
                            let four = (values[at], values[at + 1], values[at + 2], values[at + 3])
                            let fast = fasts.next(four * fastWeight)
                            let slow = slows.next(four * slowWeight)
                            let macd = (fast.0 - slow.0, fast.1 - slow.1, fast.2 - slow.2, fast.3 - slow.3)
                            let signal = averages.next(macd * signalWeight)
                            store(macd.0, signal.0, at: at)
                            store(macd.1, signal.1, at: at + 1)
                            store(macd.2, signal.2, at: at + 2)
                            store(macd.3, signal.3, at: at + 3)
                        } one: { at in
                            let macd = fasts.next(values[at] * fastWeight) - slows.next(values[at] * slowWeight)
                            store(macd, averages.next(macd * signalWeight), at: at)
                        }
                    }
                }
            }
        }
        // Too few values: no closure was called.
        if series.signal.isEmpty { series = Series(macd: series.macd, signal: series.macd, histogram: series.macd) }
        return series
    }
}

@inline(__always)
private func * (values: (Double, Double, Double, Double), factor: Double) -> (Double, Double, Double, Double) {
    (values.0 * factor, values.1 * factor, values.2 * factor, values.3 * factor)
}
