/// The volume of a candle relative to the mean of the `period` candles before it: 2 is twice as much as usual.
package struct RelativeVolume: Indicator {
    package let period: Int
    private var average: SimpleAverage
    private var usual: Double?

    /// - Parameter period: 1 or more.
    package init(period: Int) {
        self.period = max(1, period)
        average = SimpleAverage(period: self.period)
    }

    /// - Returns: `nil` for the first `period` values, and where nothing was traded in the candles before.
    package mutating func add(_ volume: Double) -> Double? {
        defer { usual = average.add(volume) }
        guard let usual, usual > Self.smallest else { return nil }
        return volume / usual
    }

    /// In bitcoins: less is a rounding error of the sum.
    private static let smallest = 1e-9

    package static func values(of volumes: [Double], period: Int) -> [Double] {
        var relative = RelativeVolume(period: period)
        return volumes.map { relative.add($0) ?? .nan }
    }
}
