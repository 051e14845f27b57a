import Domain
import FoundationEssentials

/// The clock of the market whose data is collected: real time, or the simulated time of `demo`, which runs faster.
struct MarketClock: Sendable {
    let now: @Sendable () -> Timestamp
    /// Market seconds per real second.
    let speed: Double

    static let real = MarketClock(now: { Timestamp(Date()) }, speed: 1)

    /// The real time until `moment` on this clock; zero when it has passed.
    func realWait(until moment: Timestamp) -> Duration {
        max(.zero, (moment - now()) / speed)
    }
}
