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
/// The limits are from the 8,698 hours of 2018 that the recorded files of Binance (BTC/USDT) and Bitfinex (BTC/USD)
/// have in common, in windows of 24 and 48 hours: decision 28 has the numbers.
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
    /// An hour in which a venue has traded fewer says nothing of its range and movement.
    static let fewestBitcoins = 5.0
    /// In a venue whose times are shifted it was at most 0.47 at the same hours.
    static let correlationOfNoise = 0.55

    /// The median of the other's closes as a share of the own ones, less one.
    let bias: Double
    /// Whether nine of ten closes differ in the same direction.
    let isOneSided: Bool
    /// By how many hours the own times are later than the other's; `nil` where neither these nor equal times fit.
    let shift: Int?
    /// The correlation of the returns at the same times, without closes that are apart each by itself; `nil` of
    /// minutes, which bounce between bid and ask, and of few hours in which both traded.
    let correlation: Double?
    /// The other's volume as a share of the own one, infinite where that is 0; `nil` where both have none.
    let volume: Double?
    /// The other's median range, from low to high, as a share of the own one; `nil` of minutes, and of few hours in
    /// which both traded.
    let range: Double?

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
        volume = Self.share(volumes.other, of: volumes.own)
        // Hours with a trade or two are flat, and do not follow the market, in a venue that is right.
        let traded = pairs.filter {
            interval.seconds >= Interval.oneHour.seconds && min($0.own.volume, $0.other.volume) >= Self.fewestBitcoins
        }
        func width(_ candle: Candle) -> Double { (candle.high - candle.low) / candle.close }
        let ranges = (own: traded.map { width($0.own) }.sorted(), other: traded.map { width($0.other) }.sorted())
        range =
            traded.count < Self.fewest
            ? nil : Self.share(ranges.other[traded.count / 2], of: ranges.own[traded.count / 2])
        shift = Self.shift(pairs.map(\.other), own, other, of: interval)
        let near = Dictionary(
            traded.filter { Agreement.agree($0.own.close, $0.own.quote, $0.other.close, $0.other.quote) }
                .map { ($0.own.openTime, $0) }, uniquingKeysWith: { first, _ in first })
        let returns = near.values.compactMap { pair in
            near[pair.own.openTime - interval.duration].map { before in
                (log(pair.own.close / before.own.close), log(pair.other.close / before.other.close))
            }
        }
        correlation = returns.count >= Self.fewestReturns ? Self.correlation(returns) : nil
    }

    /// Infinite of 0; `nil` where both are.
    private static func share(_ other: Double, of own: Double) -> Double? {
        own > 0 ? other / own : other > 0 ? .infinity : nil
    }

    /// The returns in a stretch whose correlation says something.
    private static let fewestReturns = fewest - 1 - longestShift

    private static func shift(
        _ candles: [Candle], _ own: [Timestamp: Candle], _ other: [Timestamp: Candle], of interval: Interval
    ) -> Int? {
        func correlation(at hours: Int) -> Double? {
            let returns = candles.compactMap { candle -> (Double, Double)? in
                let (open, time) = (candle.openTime, candle.openTime + .hours(Int64(hours)))
                guard let before = other[open - interval.duration], let moved = own[time],
                    let movedBefore = own[time - interval.duration]
                else { return nil }
                return (log(moved.close / movedBefore.close), log(candle.close / before.close))
            }
            return returns.count < fewestReturns ? nil : Self.correlation(returns)
        }
        guard interval.seconds <= Interval.oneHour.seconds, let same = correlation(at: 0), same < correlationOfNoise
        else { return 0 }
        let best = (-longestShift...longestShift).map { (hours: $0, fit: correlation(at: $0) ?? 0) }
            .max { $0.fit < $1.fit }
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
        // Two that stand still agree.
        return a > 0 && b > 0 ? both / (a * b).squareRoot() : a == b ? 1 : 0
    }
}
