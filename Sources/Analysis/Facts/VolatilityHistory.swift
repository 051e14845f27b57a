/// The realised volatility of the last day, and of the days of the 90 days before it.
///
/// About zero, as is usual for realised volatility (Andersen, Bollerslev, Diebold and Labys 2003,
/// https://doi.org/10.1111/1468-0262.00418): over an hour the mean return is far smaller than its error, and a steady
/// rise is a large move, not calm.
struct VolatilityHistory {
    let now: Double?
    /// Of each day up to every sixth hour of the 90 days before the last day, from small to large.
    let before: [Double]

    static let days = 90
    /// Days that are needed for a comparison.
    static let leastDays = 7
    private static let step = 6

    /// As known at an hour of the grid; `nil` for the last one.
    init(_ grid: HourlyGrid, at hour: Int? = nil) {
        let last = hour ?? grid.count - 1
        now = last >= 0 ? grid.dailyVolatility(at: last) : nil
        before = stride(from: last - 24, to: max(-1, last - 24 - Self.days * 24), by: -Self.step)
            .compactMap { grid.dailyVolatility(at: $0) }.sorted()
    }

    /// The median; `nil` with too few days.
    var usual: Double? { quantile(0.5) }

    /// The value below which a share of the days lies; `nil` with too few days.
    func quantile(_ share: Double) -> Double? {
        before.count >= Self.leastDays * 24 / Self.step ? before.quantile(share) : nil
    }
}

extension RandomAccessCollection where Element == Double, Index == Int {
    /// The value below which a share of sorted numbers lies, with linear interpolation; NaN of none.
    func quantile(_ share: Double) -> Double {
        guard let first, let last else { return .nan }
        let place = share * Double(count - 1)
        guard place > 0 else { return first }
        let below = Int(place)
        guard below < count - 1 else { return last }
        let (low, high) = (self[startIndex + below], self[startIndex + below + 1])
        return low + (high - low) * (place - Double(below))
    }
}
