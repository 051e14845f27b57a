/// A number that was measured, with the interval that holds the true one in about 95 of 100 cases.
package struct Estimate: Hashable, Sendable {
    package let value: Double
    package let low: Double
    package let high: Double

    /// A share of independent trials: Wilson 1927, https://doi.org/10.1080/01621459.1927.10502953.
    /// - Parameter trials: more than 0.
    init(share: Double, of trials: Double) {
        let z = 1.959_964
        let center = share + z * z / (2 * trials)
        let spread = z * (share * (1 - share) / trials + z * z / (4 * trials * trials)).squareRoot()
        value = share
        low = max(0, (center - spread) / (1 + z * z / trials))
        high = min(1, (center + spread) / (1 + z * z / trials))
    }

    /// The ratio of two means over the same moments, by drawing blocks of neighbours (moving block bootstrap: Künsch
    /// 1989, https://doi.org/10.1214/aos/1176347265). The same numbers give the same interval.
    ///
    /// Few numbers have shorter blocks, so that at least three fit, but none shorter than `least`.
    /// - Parameter least: how many neighbours depend on each other.
    /// - Returns: `nil` where not even three of the shortest blocks fit: an interval would be of zero width, or far too
    ///   narrow.
    init?(ratioOf numbers: [Double], to others: [Double], block: Int, least: Int = 1) {
        let count = min(numbers.count, others.count)
        guard count >= 3 * max(1, least) else { return nil }
        let block = max(1, least, min(block, count / 3))
        func sums(_ values: [Double]) -> [Double] { values.reduce(into: [0.0]) { $0.append(($0.last ?? 0) + $1) } }
        let (first, second) = (sums(numbers), sums(others))
        func ratio(_ a: Double, _ b: Double) -> Double { b > 0 ? a / b : 1 }
        value = ratio(first[count], second[count])
        var state: UInt64 = 20_170_817
        var ratios: [Double] = []
        for _ in 0..<500 {
            var (a, b) = (0.0, 0.0)
            for _ in 0..<max(1, count / block) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let start = Int((state >> 33) % UInt64(count - block + 1))
                a += first[start + block] - first[start]
                b += second[start + block] - second[start]
            }
            ratios.append(ratio(a, b))
        }
        ratios.sort()
        low = ratios.quantile(0.025)
        high = ratios.quantile(0.975)
    }
}
