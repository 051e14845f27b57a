/// Realised volatility: the standard deviation of returns.
enum RealisedVolatility {
    /// The sample standard deviation of hourly log returns, scaled to one day (× √24, assuming independent hours), as a
    /// fraction: 0.03 is 3 % per day. `nil` with fewer than `minimum` returns, or fewer than 2.
    static func daily(ofHourly returns: [Double], minimum: Int) -> Double? {
        guard returns.count >= max(minimum, 2) else { return nil }
        let mean = returns.reduce(0, +) / Double(returns.count)
        let squares = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(returns.count - 1) * 24).squareRoot()
    }
}
