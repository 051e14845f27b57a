import Domain
import Support

/// Candles with given closing prices.
enum Hours {
    /// Hour `n` closes at `closes[n]`; `nil` is a missing hour.
    static func closing(_ closes: [Double?], quote: Quote = .usd) throws -> [ClosedCandle] {
        try closes.enumerated().compactMap { n, close in
            try close.flatMap {
                try ClosedCandle(Candle.hour(Int64(n), close: $0, quote: quote), closedBy: .hour(Int64(n) + 1))
            }
        }
    }

    /// 31 days that alternate by 0.5 % around 60,000, then a day that rises by `change` in equal hourly steps.
    static func quietMonth(then change: Double, quote: Quote = .usd, without missing: Set<Int> = []) throws
        -> [ClosedCandle]
    {
        let month: [Double?] = (0..<31 * 24).map { $0 % 2 == 0 ? 60_000 : 60_300 }
        let last = month.last.flatMap { $0 } ?? 60_000
        let day: [Double?] = (1...24).map { missing.contains($0) ? nil : last * (1 + change * Double($0) / 24) }
        return try closing(month + day, quote: quote)
    }
}

extension ClosedCandle {
    /// The same hour with every price times `factor`.
    func scaled(by factor: Double) throws -> ClosedCandle? {
        ClosedCandle(
            try Candle(
                candle.interval, at: candle.openTime, open: candle.open * factor, high: candle.high * factor,
                low: candle.low * factor,
                close: candle.close * factor, volume: candle.volume, quote: candle.quote), closedBy: candle.closeTime)
    }
}

extension MarketView {
    /// A market of these hours, at `age` after the close of the newest one.
    init(_ hours: [ClosedCandle], open: ArchivedCandle? = nil, disputed: Set<Timestamp> = [], age: Duration = .zero) {
        let end = hours.map(\.candle.closeTime).max() ?? .hour(0)
        self.init(
            closed: hours, open: open, disputed: disputed, now: end + age,
            freshness: PriceFreshness(collectEvery: .hours(1)))
    }
}
