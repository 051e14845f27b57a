import Domain

/// Predicts how far the close in 24 hours may be from the last one, walking forward: at each hour only what was known
/// then is used.
///
/// The typical size of the move (``GammaRegression`` on ``RangeFeatures``, fitted once in 30 days to the last two
/// years) times quantiles of how far the moves of the last two years were from their typical size. The chance that is
/// aimed at follows the misses of the past (adaptive conformal inference: Gibbs and Candès 2021,
/// https://arxiv.org/abs/2106.00170), slowly: a fast one repairs the worst quarter and spoils calm and turbulent times.
/// Symmetric, as the direction cannot be predicted.
struct RangeWalk {
    /// The range at one hour.
    struct Range {
        /// The hour, as an index of the grid.
        let hour: Int
        /// How far 95, 80 and 50 of 100 closes are at most: absolute log returns.
        let sizes: [Double]
    }

    static let levels = [0.95, 0.8, 0.5]
    /// Days of hours before the first prediction.
    static let leastDays = 60
    /// Hours between predictions.
    static let step = 6
    private static let adaptation = 0.0005
    private static let memory = 730 * 24
    private static let refit = 720
    /// Hours between those that a model is fitted to, and those whose residuals are counted: their days overlap.
    private static let sampling = 3

    private let grid: HourlyGrid
    private let features: RangeFeatures
    private var model: GammaRegression?
    private var period: Int?
    /// The predicted sizes, from the first hour on.
    private var predicted: [Double] = []
    private var residuals = SortedWindow()
    private var misses = levels.map { 1 - $0 }
    private var pending: [Range] = []

    private init(_ grid: HourlyGrid) {
        self.grid = grid
        features = RangeFeatures(grid)
        predicted = [Double](repeating: .nan, count: grid.count)
    }

    /// The ranges at every sixth hour, counted back from `last` (at most the last of the grid), oldest first. Empty
    /// with less than 60 days.
    static func ranges(_ grid: HourlyGrid, last: Int) -> [Range] {
        let first = leastDays * 24
        guard last >= first, last < grid.count else { return [] }
        var walk = RangeWalk(grid)
        var ranges: [Range] = []
        for hour in first...last {
            walk.advance(to: hour, from: first)
            if (last - hour) % step == 0, let range = walk.range(at: hour) { ranges.append(range) }
        }
        return ranges
    }

    private mutating func advance(to hour: Int, from first: Int) {
        let hours = grid.openTime(hour).milliseconds / 3_600_000
        // By the calendar, so that the same hour has the same model wherever the history begins.
        if let period, period == Int(hours) / Self.refit {
            predict(hour...hour)
        } else {
            period = Int(hours) / Self.refit
            fit(at: hour)
            predict(hour == first ? 0...hour : hour...hour)
            if hour == first { for known in 0..<hour - 24 { count(known) } }
        }
        count(hour - 24)
        if let old = residual(hour - 24 - Self.memory) { residuals.remove(old) }
    }

    private mutating func predict(_ hours: ClosedRange<Int>) {
        for hour in hours {
            if let model, let values = features.values(at: hour) { predicted[hour] = model.predict(values) }
        }
    }

    private mutating func count(_ hour: Int) {
        if let residual = residual(hour) { residuals.insert(residual) }
    }

    /// The size of the move after an hour relative to the predicted one; `nil` where either is not known, and for hours
    /// that are not counted.
    private func residual(_ hour: Int) -> Double? {
        guard hour >= 0, hour % Self.sampling == 0 else { return nil }
        let residual = abs(grid.nextDay(hour)) / predicted[hour]
        return residual.isFinite ? residual : nil
    }

    private mutating func fit(at hour: Int) {
        var (rows, sizes) = ([Double](), [Double]())
        for known in stride(from: max(0, hour - 24 - Self.memory), through: hour - 24, by: Self.sampling) {
            let size = abs(grid.nextDay(known))
            guard !size.isNaN, let values = features.values(at: known) else { continue }
            rows += values
            sizes.append(size)
        }
        if let fitted = GammaRegression(rows, sizes: sizes, expected: RangeFeatures.expected) { model = fitted }
    }

    private mutating func range(at hour: Int) -> Range? {
        while let oldest = pending.first, oldest.hour <= hour - 24 {
            let size = abs(grid.nextDay(oldest.hour))
            if !size.isNaN {
                for (index, level) in Self.levels.enumerated() {
                    let missed: Double = size > oldest.sizes[index] ? 1 : 0
                    misses[index] = min(max(misses[index] + Self.adaptation * (1 - level - missed), 0.001), 0.999)
                }
            }
            pending.removeFirst()
        }
        guard predicted[hour].isFinite, !grid.logClose[hour].isNaN, !residuals.values.isEmpty else { return nil }
        let range = Range(hour: hour, sizes: misses.map { residuals.quantile(1 - $0) * predicted[hour] })
        pending.append(range)
        return range
    }
}
