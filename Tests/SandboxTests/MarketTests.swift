import Domain
import Sandbox
import Support
import Testing

struct MarketTests {
    private let market = SimulatedMarket(seed: 7)
    private let later = Timestamp.hour(24 * 60)

    @Test("the same seed gives the same market, in any order of queries")
    func sameSeedSameWorld() {
        let other = SimulatedMarket(seed: 7)
        let range = TimeRange(.hour(100), until: .hour(300))
        _ = other.bars(of: .oneDay, in: TimeRange(.hour(-2000), until: later), at: later)
        _ = other.bars(of: .oneMinute, in: TimeRange(.hour(7), until: .hour(9)), at: later)
        #expect(
            market.bars(of: .fiveMinutes, in: range, at: later) == other.bars(of: .fiveMinutes, in: range, at: later))
        #expect(market.bars(of: .oneHour, in: range, at: later) == other.bars(of: .oneHour, in: range, at: later))
    }

    @Test("another seed gives another market")
    func otherSeedOtherWorld() {
        let range = TimeRange(.hour(0), until: .hour(10))
        #expect(
            market.bars(of: .oneHour, in: range, at: later)
                != SimulatedMarket(seed: 8).bars(of: .oneHour, in: range, at: later))
    }

    @Test(
        "the minutes of any interval add up to it exactly",
        arguments: [Interval.fiveMinutes, .fifteenMinutes, .oneHour, .fourHours, .oneDay, .oneWeek])
    func minutesAddUp(_ interval: Interval) {
        let range = TimeRange(.hour(0), until: .hour(21 * 24))
        for coarse in market.bars(of: interval, in: range, at: later) {
            let minutes = market.bars(
                of: .oneMinute, in: TimeRange(coarse.openTime, until: coarse.openTime + interval.duration), at: later)
            #expect(minutes.count == Int(interval.seconds / 60))
            #expect(minutes.first?.open == coarse.open)
            #expect(minutes.map(\.high).max() == coarse.high)
            #expect(minutes.map(\.low).min() == coarse.low)
            #expect(minutes.last?.close == coarse.close)
            #expect(minutes.reduce(0) { $0 + $1.volume } == coarse.volume)
        }
    }

    @Test(
        "every bar is a believable candle and opens where the one before closed",
        arguments: [Interval.oneMinute, .oneHour])
    func barsAreBelievable(_ interval: Interval) throws {
        let bars = market.bars(of: interval, in: TimeRange(.hour(0), until: .hour(200)), at: later)
        for (before, bar) in zip(bars, bars.dropFirst()) {
            #expect(bar.open == before.close)
            _ = try Candle(
                interval, at: bar.openTime, open: Double(bar.open), high: Double(bar.high), low: Double(bar.low),
                close: Double(bar.close),
                volume: Double(bar.volume))
        }
    }

    @Test("an open candle only widens and grows, and closes to the final one")
    func openCandleEvolves() throws {
        let hour = TimeRange(.hour(3), until: .hour(4))
        var last: Bar?
        for seconds in stride(from: 1, through: 3600, by: 7) {
            let open = try #require(market.bars(of: .oneHour, in: hour, at: .hour(3) + .seconds(seconds)).first)
            if let last {
                #expect(
                    open.open == last.open && open.high >= last.high && open.low <= last.low
                        && open.volume >= last.volume)
            }
            last = open
        }
        #expect(market.bars(of: .oneHour, in: hour, at: .hour(4)) == market.bars(of: .oneHour, in: hour, at: later))
        #expect(last?.volume != market.bars(of: .oneHour, in: hour, at: .hour(4)).first?.volume)
    }

    @Test("a day is still open while its last hour is")
    func openDay() throws {
        let moment = Timestamp.hour(23) + .minutes(30)
        let day = try #require(market.bars(of: .oneDay, in: TimeRange(.hour(0), until: .hour(24)), at: moment).first)
        #expect(day.close == market.price(at: moment))
        #expect(market.bars(of: .oneDay, in: TimeRange(.hour(0), until: .hour(24)), at: .hour(24)) != [day])
    }

    @Test("there is no candle of the future, of a moment not begun, nor from before the genesis")
    func edges() {
        #expect(
            market.bars(of: .oneHour, in: TimeRange(.hour(2), until: .hour(9)), at: .hour(3)).map(\.openTime) == [
                .hour(2)
            ])
        #expect(market.bars(of: .oneHour, in: TimeRange(.hour(3), until: .hour(4)), at: .hour(3)).isEmpty)
        #expect(
            market.bars(of: .oneHour, in: TimeRange(market.genesis - .days(9), until: market.genesis), at: later)
                .isEmpty)
        #expect(
            market.bars(of: .oneDay, in: TimeRange(Timestamp(seconds: 0), until: later), at: later).first?.openTime
                == market.genesis)
        #expect(market.price(at: market.genesis) == nil)
    }

    @Test("a range that begins within a candle begins with the next one")
    func rangeWithinCandle() {
        let range = TimeRange(.hour(1) + .minutes(1), until: .hour(4))
        #expect(market.bars(of: .oneHour, in: range, at: later).map(\.openTime) == [.hour(2), .hour(3)])
    }
}
