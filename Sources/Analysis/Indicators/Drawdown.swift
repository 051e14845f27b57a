/// How far a value is below the highest of the last `period` values, itself included: −0.1 is 10 % below it.
package struct Drawdown: Indicator {
    package let period: Int
    private var count = 0
    /// The values that may still be the highest, falling, each with its number.
    private var candidates: [(number: Int, value: Double)] = []
    /// The first of them that counts.
    private var first = 0

    /// - Parameter period: 1 or more.
    package init(period: Int) { self.period = max(1, period) }

    /// Constant time on average.
    /// - Returns: 0 or less; `nil` for the first `period` − 1 values.
    package mutating func add(_ value: Double) -> Double? {
        while candidates.count > first, let last = candidates.last, last.value <= value { candidates.removeLast() }
        candidates.append((count, value))
        count += 1
        if candidates[first].number <= count - 1 - period { first += 1 }
        if first > period {
            candidates.removeFirst(first)
            first = 0
        }
        guard count >= period else { return nil }
        let highest = candidates[first].value
        return highest > 0 ? (value - highest) / highest : nil
    }

    package static func values(of values: [Double], period: Int) -> [Double] {
        var drawdown = Drawdown(period: period)
        return values.map { drawdown.add($0) ?? .nan }
    }
}
