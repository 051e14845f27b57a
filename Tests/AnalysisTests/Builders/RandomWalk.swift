import Domain
import FoundationEssentials
import Support

/// Random candles, the same for the same seed.
struct RandomWalk: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64, https://doi.org/10.1145/2660193.2660195.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// `count` hours, each missing with probability `missing`; each moves by up to `step` of the price.
    mutating func hours(
        _ count: Int, from start: Double = 60_000, step: Double = 0.01, missing: Double = 0, quote: Quote = .usd
    ) throws
        -> [ClosedCandle]
    {
        var price = start
        var hours: [ClosedCandle] = []
        for n in 0..<count {
            let open = price
            price *= 1 + Double.random(in: -step...step, using: &self)
            let wick = Double.random(in: 0...step, using: &self)
            let isMissing = Double.random(in: 0..<1, using: &self) < missing
            if isMissing { continue }
            let candle = try Candle(
                .oneHour, at: .hour(Int64(n)), open: open, high: max(open, price) * (1 + wick),
                low: min(open, price) * (1 - wick), close: price,
                volume: 1, quote: quote)
            if let closed = ClosedCandle(candle, closedBy: candle.closeTime) { hours.append(closed) }
        }
        return hours
    }
}
