import Domain
import FoundationEssentials

/// The time of the world whose market is collected: real, or a simulated one that runs faster.
struct MarketClock: Sendable {
    let now: @Sendable () -> Timestamp
    /// Seconds of that world that pass in one real second.
    let speed: Double

    static let real = MarketClock(now: { Timestamp(Date()) }, speed: 1)

    /// How long to really wait until `moment` of that world; zero when it has passed.
    func realWait(until moment: Timestamp) -> Duration {
        max(.zero, (moment - now()) / speed)
    }
}
