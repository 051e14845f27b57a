package import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whether a figure of the analyses has changed: the mean of the last ``Drift/recent`` against that before, one value a
/// day, as those of one day depend on each other.
package struct MeanDrift: Hashable, Sendable {
    package let before: Double
    package let after: Double
    /// Standard errors between them (Welch 1947, https://doi.org/10.1093/biomet/34.1-2.28). Beyond ±3 it is a change:
    /// with 14 days on each side, chance reaches that in one of 150 looks.
    package let z: Double

    package var isChange: Bool { abs(z) > 3 }

    /// - Returns: `nil` with fewer than ``Drift/leastDays`` on either side.
    package init?(_ values: [(time: Timestamp, value: Double)], now: Timestamp) {
        let (old, new) = Drift.split(values, now: now)
        guard let (old, new) = Drift.enough(old, new) else { return nil }
        func moments(_ values: [Double]) -> (mean: Double, error: Double) {
            let mean = values.reduce(0, +) / Double(values.count)
            let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
            return (mean, squares / Double(values.count - 1) / Double(values.count))
        }
        func means(_ days: [[Double]]) -> [Double] { days.map { $0.reduce(0, +) / Double($0.count) } }
        let (earlier, later) = (moments(means(old)), moments(means(new)))
        (before, after) = (earlier.mean, later.mean)
        let (error, difference) = ((earlier.error + later.error).squareRoot(), after - before)
        z = error > 0 ? difference / error : difference == 0 ? 0 : difference > 0 ? 99 : -99
    }
}

/// Whether the mix of labels has changed: the shares of the last ``Drift/recent`` against those before, one label a
/// day.
package struct MixDrift: Hashable, Sendable {
    /// The shares, by label.
    package let before: [String: Double]
    package let after: [String: Double]
    /// Of the test of homogeneity (Pearson 1900, https://doi.org/10.1080/14786440009463897).
    package let chiSquared: Double
    /// How often chance gives as much; below 0.01 it is a change.
    package let p: Double

    package var isChange: Bool { p < 0.01 }

    /// - Returns: `nil` with fewer than ``Drift/leastDays`` on either side.
    package init?(_ values: [(time: Timestamp, value: Briefing.Trend)], now: Timestamp) {
        let (old, new) = Drift.split(values, now: now)
        guard let (old, new) = Drift.enough(old, new) else { return nil }
        // The newest label of each day.
        func count(_ days: [[Briefing.Trend]]) -> [String: Double] {
            Dictionary(days.compactMap(\.last).map { ($0.rawValue, 1) }, uniquingKeysWith: +)
        }
        let (earlier, later) = (count(old), count(new))
        let (oldTotal, newTotal) = (Double(old.count), Double(new.count))
        let labels = Set(earlier.keys).union(later.keys)
        var sum = 0.0
        for label in labels {
            let total = (earlier[label] ?? 0) + (later[label] ?? 0)
            for (found, size) in [(earlier[label] ?? 0, oldTotal), (later[label] ?? 0, newTotal)] {
                let expected = total * size / (oldTotal + newTotal)
                sum += (found - expected) * (found - expected) / expected
            }
        }
        chiSquared = sum
        p =
            switch labels.count {
            case ...1: 1
            case 2: erfc((sum / 2).squareRoot())
            // With two degrees of freedom; more labels than three do not exist.
            default: exp(-sum / 2)
            }
        before = earlier.mapValues { $0 / oldTotal }
        after = later.mapValues { $0 / newTotal }
    }
}

package enum Drift {
    /// The part that is compared with what was before it.
    package static let recent = Duration.days(28)
    /// The whole.
    package static let span = Duration.days(90)
    static let leastDays = 14

    /// The values of each day, before and within the last ``recent``; days and values in their order.
    static func split<Value>(_ values: [(time: Timestamp, value: Value)], now: Timestamp) -> (
        [[Value]], [[Value]]
    ) {
        func day(_ time: Timestamp) -> Int64 { time.seconds / 86_400 }
        let (start, boundary) = (day(now - span), day(now - recent))
        let days = Dictionary(grouping: values.sorted { $0.time < $1.time }) { day($0.time) }
            .filter { $0.key >= start && $0.key <= day(now) }.sorted { $0.key < $1.key }
        func part(_ isRecent: Bool) -> [[Value]] {
            days.filter { ($0.key >= boundary) == isRecent }.map { $0.value.map(\.value) }
        }
        return (part(false), part(true))
    }

    static func enough<Value>(_ old: [[Value]], _ new: [[Value]]) -> ([[Value]], [[Value]])? {
        old.count >= leastDays && new.count >= leastDays ? (old, new) : nil
    }
}
