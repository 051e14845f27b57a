import Analysis
import Domain
import FoundationEssentials

/// Nanoseconds a point of each indicator over a million points, the best of thirty; and milliseconds of an analysis of
/// 90 days of hours. Prints JSON, for Benchmarks/analysis.
struct Result: Encodable {
    var indicators: [String: Double] = [:]
    var analysisMilliseconds = 0.0

    enum CodingKeys: String, CodingKey { case indicators, analysisMilliseconds = "analysis_milliseconds" }
}

struct Noise: RandomNumberGenerator {
    var state: UInt64 = 1
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state
    }
}

/// On the main thread, whose heap is in large pages (Benchmarks/analysis).
func best(of rounds: Int, _ body: () -> Void) -> Duration {
    (0..<rounds).map { _ in ContinuousClock().measure(body) }.min() ?? .zero
}

func best(of rounds: Int, _ body: () async -> Void) async -> Duration {
    var shortest = Duration.seconds(3600)
    for _ in 0..<rounds { shortest = min(shortest, await ContinuousClock().measure(body)) }
    return shortest
}

var noise = Noise()
var price = 60_000.0
let close = (0..<1_000_000).map { _ in
    price *= 1 + Double.random(in: -0.005...0.005, using: &noise)
    return price
}
let (high, low) = (close.map { $0 * 1.001 }, close.map { $0 * 0.999 })
let calls: [(String, () -> Int)] = [
    ("sma20", { SimpleAverage.values(of: close, period: 20).count }),
    ("ema20", { ExponentialAverage.values(of: close, period: 20).count }),
    ("rsi14", { RelativeStrength.values(of: close, period: 14).count }),
    ("macd", { ConvergenceDivergence.values(of: close).macd.count }),
    ("bollinger20", { BollingerBands.values(of: close, period: 20).middle.count }),
    ("atr14", { AverageTrueRange.values(high: high, low: low, close: close, period: 14).count }),
    ("drawdown90", { Drawdown.values(of: close, period: 90).count }),
    ("volume20", { RelativeVolume.values(of: close, period: 20).count }),
]
var result = Result()
for (name, call) in calls {
    let time = best(of: 30) { precondition(call() == close.count) }
    // Milliseconds for a million are nanoseconds for one.
    result.indicators[name] = Double(time.components.attoseconds) / 1e15
}
let hours = close.prefix(90 * 24).enumerated().compactMap { hour, close -> ClosedCandle? in
    let start = Timestamp(seconds: Int64(hour) * 3600)
    guard
        let candle = try? Candle(
            .oneHour, at: start, open: close, high: close * 1.002, low: close * 0.998, close: close, volume: 1)
    else { return nil }
    return ClosedCandle(candle, closedBy: candle.closeTime)
}
let market = MarketView(
    closed: hours, now: Timestamp(seconds: 90 * 86_400), freshness: PriceFreshness(collectEvery: .hours(1)))
let time = await best(of: 20) {
    let briefing = await EmbeddedAnalyst().briefing(on: market, in: .english)
    precondition(briefing != nil)
}
result.analysisMilliseconds = Double(time.components.attoseconds) / 1e15
print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
