/// The vertical scale: slightly larger than the range of the prices, with ticks at round numbers.
struct PriceAxis: Sendable {
    let bottom: Double
    let top: Double
    /// Round prices from `bottom` to `top`, ascending; two to seven of them.
    let ticks: [Double]
    /// The fewest decimals that distinguish neighbouring ticks: 0 to 6.
    let decimals: Int

    /// - Parameters: positive, finite prices, `low` at most `high`.
    init(low: Double, high: Double) {
        // A constant price is drawn in the middle of a scale of one percent.
        let span = high - low > high * 1e-9 ? high - low : high * 0.01
        let middle = (low + high) / 2
        bottom = middle - span * 0.58
        top = middle + span * 0.58
        let step = Self.roundStep(near: (top - bottom) / 4)
        decimals = (0..<6).first { step * (0..<$0).reduce(1.0) { power, _ in power * 10 } >= 1 } ?? 6
        let (first, last) = ((bottom / step).rounded(.up), (top / step).rounded(.down))
        ticks = first <= last ? stride(from: first, through: last, by: 1).map { $0 * step } : []
    }

    /// 0 at the top, 1 at the bottom.
    func share(of price: Double) -> Double { (top - price) / (top - bottom) }

    /// The smallest of 1, 2, 5 times a power of ten that is not below `size`.
    private static func roundStep(near size: Double) -> Double {
        // Without a bound, no power of ten would ever be reached: the numbers may come from another host's API.
        let size = size.isFinite ? min(max(size, 1e-9), 1e300) : 1
        var power = 1.0
        while power > size { power /= 10 }
        while power * 10 <= size { power *= 10 }
        return ([1, 2, 5].first { $0 * power >= size } ?? 10) * power
    }
}
