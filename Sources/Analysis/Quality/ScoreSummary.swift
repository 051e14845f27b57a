package import Domain

/// How often labels and ranges were right, of all whose 24 hours are over.
package struct ScoreSummary: Hashable, Sendable {
    /// What the hit rate of the labels says.
    package enum Verdict: String, Hashable, Sendable, CaseIterable {
        /// Of fewer days than ``ScoreSummary/enoughDays``.
        case tooFew = "too_few"
        /// One half is inside the interval.
        case chance
        case better, worse
    }

    /// Ranges that were compared, and the shares of closes inside them; `nil` without one.
    package let ranges: Int
    package let held80: Double?
    package let held95: Double?
    /// Labels that named a direction, the share that was right about the next day, and that of always saying "up".
    package let trends: Int
    package let hitRate: Double?
    package let alwaysUp: Double?
    /// Where the hit rate lies in 95 of 100 cases.
    package let hitInterval: ClosedRange<Double>?
    package let verdict: Verdict

    package static let enoughDays = 10

    package init(_ scores: [AnalysisScore]) {
        let ranged = scores.compactMap { score in score.range.flatMap { range in score.close.map { (range, $0) } } }
        ranges = ranged.count
        func share(_ count: Int, of total: Int) -> Double? { total == 0 ? nil : Double(count) / Double(total) }
        held80 = share(ranged.count { $0.low80 <= $1 && $1 <= $0.high80 }, of: ranged.count)
        held95 = share(ranged.count { $0.low95 <= $1 && $1 <= $0.high95 }, of: ranged.count)
        let calls = scores.compactMap { score -> (isUp: Bool, wasUp: Bool, day: Int64)? in
            guard let close = score.close, score.trend == .bullish || score.trend == .bearish else { return nil }
            return (score.trend == .bullish, close > score.price, score.hour.seconds / 86_400)
        }
        trends = calls.count
        hitRate = share(calls.count { $0.isUp == $0.wasUp }, of: calls.count)
        alwaysUp = share(calls.count { $0.wasUp }, of: calls.count)
        // The days that labels of 24 hours around each other speak of are the same: each counts once.
        let days = Set(calls.map(\.day)).count
        let interval = hitRate.map { Self.interval($0, of: days) }
        hitInterval = interval
        verdict =
            if let interval, days >= Self.enoughDays {
                interval.lowerBound > 0.5 ? .better : interval.upperBound < 0.5 ? .worse : .chance
            } else { .tooFew }
    }

    /// Where a share lies in 95 of 100 cases (Wilson 1927, https://doi.org/10.1080/01621459.1927.10502953).
    static func interval(_ share: Double, of count: Int) -> ClosedRange<Double> {
        guard count > 0 else { return 0...1 }
        let (n, z) = (Double(count), 1.959964)
        let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
        let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        return max(0, centre - half)...min(1, max(centre - half, centre + half))
    }
}
