/// How much the price moves in a usual way: the standard deviation of its returns.
enum RealisedVolatility {
    /// The sample standard deviation of hourly log returns, scaled to one day (× √24, as if hours were independent), as a fraction:
    /// 0.03 is 3 % a day. `nil` under `least` returns, when it would be a guess.
    static func daily(ofHourly returns: [Double], least: Int) -> Double? {
        guard returns.count >= max(least, 2) else { return nil }
        let mean = returns.reduce(0, +) / Double(returns.count)
        let squares = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(returns.count - 1) * 24).squareRoot()
    }
}
