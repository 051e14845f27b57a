import Domain
import Support
import Testing

@testable import BitcoinAnalyzer

@Suite("The schedule") struct ScheduleTests {
    @Test("hourly means just after the hour")
    func hourly() {
        #expect(ScheduledCollection.next(after: .hour(5) + .minutes(20), every: .hours(1)) == .hour(6) + .seconds(15))
        #expect(ScheduledCollection.next(after: .hour(5) + .seconds(3), every: .hours(1)) == .hour(5) + .seconds(15))
    }

    @Test(
        "the next pass is always later than now, and no further away than the schedule says",
        arguments: [1, 5, 60, 900, 3600, 86_400] as [Int64])
    func bounds(seconds: Int64) {
        var generator = SeededGenerator(seed: UInt64(seconds))
        for _ in 0..<500 {
            let now = Timestamp(milliseconds: .random(in: 1_700_000_000_000...1_900_000_000_000, using: &generator))
            let next = ScheduledCollection.next(after: now, every: .seconds(seconds))
            #expect(next > now && next - now <= .seconds(seconds))
        }
    }

    @Test("with a faster clock, waits are shorter")
    func speed() {
        let time = MarketClock(now: { .hour(5) }, speed: 720)
        #expect(time.realWait(until: .hour(6)) == .seconds(5))
        #expect(time.realWait(until: .hour(4)) == .zero)
    }
}
