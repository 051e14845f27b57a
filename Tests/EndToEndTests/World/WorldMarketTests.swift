import Domain
import Sandbox
import Testing

@Suite("The market of a world") struct WorldMarketTests {
    @Test("is calm in every hour of a week in which tests may run")
    func calm() {
        // 150 days after a Monday, and up to a week more; a run of all tests takes less than two hours.
        let market = SimulatedMarket(seed: calmSeed)
        let first = market.genesis + .days(150)
        let hours = TimeRange(first, until: first + .days(7) + .hours(2))
        let bars = market.bars(of: .oneHour, in: hours, at: hours.end)
        #expect(bars.count == 170)
        for bar in bars {
            #expect(Double(bar.high - bar.low) < 0.012 * Double(bar.open), "\(bar.openTime)")
        }
    }
}
