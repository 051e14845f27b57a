import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How the candles of one source differ from another's over a stretch, where no single candle shows it. Pure.
///
/// The limits are from the 8,698 hours of 2018 that the recorded files of Binance (BTC/USDT) and Bitfinex (BTC/USD) have
/// in common, in windows of 24 and 48 hours: decision 28 has the numbers.
struct PageDifference: Sendable {
    /// The candles that both need to have, at least.
    static let fewest = 24
    /// The share of the price by which the median of the closes may differ, between sources that quote one currency.
    static let largestBias = 0.005
    /// Times may be off by so many hours, before or after.
    static let longestShift = 6
    /// The correlation of the returns of two venues: at the right hours it was never below 0.81, and at others never
    /// above 0.67.
    static let leastCorrelation = 0.7
    /// In a venue whose times are shifted it was at most 0.47 at the same hours.
    static let correlationOfNoise = 0.55

    /// The median of the other's closes as a share of the own ones, less one.
    let bias: Double
    /// Whether nine of ten closes differ in the same direction.
    let isOneSided: Bool
    /// By how many hours the own times are later than the other's; `nil` where neither these nor equal times fit.
    let shift: Int?
    /// The other's volume as a share of the own one; `nil` where one has none.
    let volume: Double?

    /// - Parameters:
    ///   - opens: the stretch.
    ///   - own: the candles of the source, around the stretch too.
    ///   - other: those of the other one.
    /// - Returns: `nil` where fewer than ``fewest`` are in common.
    init?(_ opens: some Sequence<Timestamp>, own: [Timestamp: Candle], other: [Timestamp: Candle]) {
        let pairs = opens.compactMap { open in own[open].flatMap { own in other[open].map { (own: own, other: $0) } } }
        guard pairs.count >= Self.fewest, let interval = pairs.first?.own.interval else { return nil }
        let ratios = pairs.map { $0.other.close / $0.own.close - 1 }.sorted()
        bias = ratios[ratios.count / 2]
        let below = ratios.count { $0 < 0 }
        let above = ratios.count { $0 > 0 }
        isOneSided = max(below, above) * 10 >= ratios.count * 9
        let volumes = pairs.reduce((own: 0.0, other: 0.0)) { ($0.own + $1.own.volume, $0.other + $1.other.volume) }
        volume = volumes.own > 0 && volumes.other > 0 ? volumes.other / volumes.own : nil
        shift = Self.shift(pairs.map(\.other), own, other, of: interval)
    }

    private static func shift(
        _ candles: [Candle], _ own: [Timestamp: Candle], _ other: [Timestamp: Candle], of interval: Interval
    ) -> Int? {
        func correlation(at hours: Int) -> Double {
            let returns = candles.compactMap { candle -> (Double, Double)? in
                let (open, time) = (candle.openTime, candle.openTime + .hours(Int64(hours)))
                guard let before = other[open - interval.duration], let moved = own[time],
                    let movedBefore = own[time - interval.duration]
                else { return nil }
                return (log(moved.close / movedBefore.close), log(candle.close / before.close))
            }
            return returns.count < fewest - 1 - longestShift ? 0 : Self.correlation(returns)
        }
        let same = correlation(at: 0)
        guard same < correlationOfNoise, interval.seconds <= Interval.oneHour.seconds else { return 0 }
        let best = (-longestShift...longestShift).map { (hours: $0, fit: correlation(at: $0)) }.max { $0.fit < $1.fit }
        return best.flatMap { $0.fit >= leastCorrelation ? $0.hours : nil }
    }

    private static func correlation(_ pairs: [(Double, Double)]) -> Double {
        let count = Double(pairs.count)
        let means = pairs.reduce((0.0, 0.0)) { ($0.0 + $1.0 / count, $0.1 + $1.1 / count) }
        var (a, b, both) = (0.0, 0.0, 0.0)
        for pair in pairs {
            let (x, y) = (pair.0 - means.0, pair.1 - means.1)
            a += x * x
            b += y * y
            both += x * y
        }
        return a > 0 && b > 0 ? both / (a * b).squareRoot() : 0
    }
}
