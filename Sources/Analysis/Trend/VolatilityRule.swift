import Domain

/// Classifies the volatility of the last 24 hours among those of the days of the 90 days before: low in the lowest
/// quarter, high in the highest.
enum VolatilityRule {
    static let (low, high) = (0.25, 0.75)

    /// `nil` where too little is known.
    static func volatility(_ history: VolatilityHistory) -> Briefing.Volatility? {
        guard let now = history.now, let low = history.quantile(low), let high = history.quantile(high) else {
            return nil
        }
        return now < low ? .low : now > high ? .high : .normal
    }
}
