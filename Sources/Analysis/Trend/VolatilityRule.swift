import Domain

/// Classifies the volatility of the last 24 hours, relative to the 30 days before, as low, normal or high.
///
/// The thresholds are not centred on 1, as a few volatile days dominate the standard deviation of a month: on the hours
/// of 2017 to 2022 half of the ratios lie between 0.57 and 1.07, and these thresholds classify 28 % of the time as low,
/// 53 % as normal and 19 % as high.
enum VolatilityRule {
    static let lowBelow = 0.6
    static let highAbove = 1.2

    /// `nil` where either volatility is unknown.
    static func volatility(_ facts: MarketFacts) -> Briefing.Volatility? {
        guard let now = facts.volatility24h, let baseline = facts.baselineVolatility else { return nil }
        if now < baseline * lowBelow { return .low }
        return now > baseline * highAbove ? .high : .normal
    }
}
