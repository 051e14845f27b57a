import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One simulated hour, with the parameters of its minutes.
struct SimulatedHour: Sendable {
    let index: Int
    let bar: Bar
    /// The standard deviation of the log price over this hour, without the jump.
    let volatility: Double
    /// The jump of the log price; 0 in most hours.
    let jump: Double
    /// The minute, 0 to 59, in which the jump happens.
    let jumpMinute: Int
}

/// The stochastic process of hourly prices.
///
/// The log price reverts slowly to its long-run level, with noise whose volatility is itself a slow and a fast
/// mean-reverting process (Taylor's stochastic volatility with two time scales), rare jumps that raise the fast one
/// (Merton, "Option pricing when underlying stock returns are discontinuous", 1976), and effects of the time of day and
/// the weekend.
struct PriceProcess {
    private let seed: UInt64
    private let genesis: Timestamp
    private var price: Double
    private var lastClose: Int64
    private var slow = 0.0
    private var fast = 0.0
    private var index = 0

    init(seed: UInt64, genesis: Timestamp) {
        self.seed = seed
        self.genesis = genesis
        price = log(Self.longRunPrice)
        lastClose = Int64((Self.longRunPrice * 100).rounded())
    }

    /// The long-run price in dollars; half of a deviation is reverted in two months.
    private static let longRunPrice = 88_000.0
    private static let pull = 0.693 / 1440
    /// The standard deviation of an hour: 34 % a year, before changes of volatility and jumps.
    private static let baseVolatility = 0.0036
    private static let jumpsPerHour = 1.0 / 160

    mutating func nextHour() -> SimulatedHour {
        var random = SplitMix64(seed: seed, stream: .hours, index: index)
        let time = genesis + .hours(Int64(index))
        slow = 0.998 * slow + 0.03 * random.normal()
        fast = 0.94 * fast + 0.12 * random.normal()
        let busy = Self.business(at: time)
        let volatility = Self.baseVolatility * exp(slow + fast) * busy.squareRoot()

        var jump = 0.0
        if random.uniform() < Self.jumpsPerHour {
            jump = (0.012 + 0.011 * random.exponential()) * (random.uniform() < 0.5 ? -1 : 1)
            fast = min(fast + 0.8, 1.5)
        }
        price += volatility * random.normal() + jump - Self.pull * (price - log(Self.longRunPrice))

        let open = lastClose
        let close = Int64((exp(price) * 100).rounded())
        let move = log(Double(close) / Double(open))
        let high = max(open, close, Self.cents(open, moved: Self.extreme(move, volatility, random.uniform())))
        let low = min(open, close, Self.cents(open, moved: -Self.extreme(-move, volatility, random.uniform())))
        let traded =
            12 * busy * exp(0.8 * (slow + fast) + 0.5 * random.normal()) * (0.6 + abs(move) / Self.baseVolatility)
        let hour = SimulatedHour(
            index: index,
            bar: Bar(
                openTime: time, open: open, high: high, low: low, close: close, volume: Int64(traded * 100_000_000)),
            volatility: volatility, jump: jump, jumpMinute: Int(random.next() % 60))
        lastClose = close
        index += 1
        return hour
    }

    /// The maximum of a Brownian path that moves by `move` in total; `chance` is uniform. (The maximum has the
    /// distribution 1 − exp(−2m(m − move)/σ²); see Karatzas and Shreve, "Brownian Motion and Stochastic Calculus",
    /// 2.8.)
    private static func extreme(_ move: Double, _ volatility: Double, _ chance: Double) -> Double {
        (move + (move * move - 2 * volatility * volatility * log(chance)).squareRoot()) / 2
    }

    private static func cents(_ open: Int64, moved: Double) -> Int64 { Int64((Double(open) * exp(moved)).rounded()) }

    /// The trading activity relative to an average hour: highest during European and American business hours, lower at
    /// weekends.
    private static func business(at time: Timestamp) -> Double {
        let hourOfDay = Double((time.seconds / 3600) % 24)
        let daysSinceMonday = ((time.seconds / 86_400) + 3) % 7
        return (1 + 0.45 * cos(2 * .pi * (hourOfDay - 15) / 24)) * (daysSinceMonday >= 5 ? 0.6 : 1.1)
    }
}
