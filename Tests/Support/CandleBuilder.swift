package import Domain

extension Timestamp {
    /// Where the tests' hours are counted from: 2026-01-01T00:00:00Z.
    package static let testEpoch = Timestamp(seconds: 1_767_225_600)
    /// `n` hours after the tests' epoch.
    package static func hour(_ n: Int64) -> Timestamp { testEpoch + .hours(n) }
}

extension Candle {
    /// A believable hourly candle, `n` hours after the tests' epoch.
    package static func hour(
        _ n: Int64, close: Double = 100, open: Double? = nil, volume: Double = 1, quote: Quote = .usd
    ) throws -> Candle {
        let open = open ?? close
        return try Candle(
            .oneHour, at: .hour(n), open: open, high: max(open, close) + 1, low: min(open, close) - 1, close: close,
            volume: volume, quote: quote)
    }
}
