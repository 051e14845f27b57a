import Domain
import Support
import Testing

@testable import Analysis

struct TrendTests {
    @Test(
        "a change well above the baseline volatility is a trend, a smaller one is not",
        arguments: [
            (0.06, Briefing.Trend.bullish), (0.025, .bullish), (0.005, .stable), (0, .stable), (-0.005, .stable),
            (-0.025, .bearish), (-0.06, .bearish),
        ])
    func size(change: Double, expected: Briefing.Trend) throws {
        #expect(try trend(Hours.quietMonth(then: change)) == expected)
    }

    @Test("a rise that has been lost again is not a trend")
    func givenBack() throws {
        // Up by 9 % in half a day, and most of it lost again in the other half.
        let month: [Double?] = (0..<31 * 24).map { $0 % 2 == 0 ? 60_000 : 60_300 }
        let day: [Double?] = (1...24).map { hour in
            let up = Double(min(hour, 28 - hour)) / 12
            return 60_300 * (1 + 0.09 * up)
        }
        #expect(try trend(Hours.closing(month + day)) == .stable)
    }

    @Test("a small rise is not a trend while the week falls")
    func againstTheWeek() throws {
        // Six days down by 20 %, then a day up by 2 %, where the daily volatility is about 2.5 %.
        let month: [Double?] = (0..<24 * 24).map { hour in hour % 2 == 0 ? 60_000 : 60_300 }
        let week: [Double?] = (1...144).map { hour in
            let zigzag: Double = hour % 2 == 0 ? 1 : 1.005
            let trend: Double = 60_000 - 12_000 * Double(hour) / 144
            return trend * zigzag
        }
        let day: [Double?] = (1...24).map { hour in 48_000 + 960 * Double(hour) / 24 }
        #expect(try trend(Hours.closing(month + week + day)) == .stable)
    }

    @Test("there is a trend although the hour of 24 hours ago is missing")
    func oneHourMissing() throws {
        var hours = try Hours.quietMonth(then: 0.06)
        hours.removeAll { $0.openTime == .hour(31 * 24 - 1) }
        #expect(MarketFacts(of: hours)?.change24h == nil)
        #expect(try trend(hours) == .bullish)
    }

    @Test("half a day gives no trend")
    func tooFew() throws {
        #expect(try trend(Array(Hours.quietMonth(then: 0.06).suffix(13))) == nil)
    }

    @Test("a mirrored market has the opposite trend", arguments: [0.06, 0.025, 0.005])
    func mirror(change: Double) throws {
        let hours = try Hours.quietMonth(then: change)
        let upsideDown = try Hours.closing(hours.map { 3.6e9 / $0.close })
        let opposite: [Briefing.Trend?: Briefing.Trend] = [.bullish: .bearish, .bearish: .bullish, .stable: .stable]
        #expect(try trend(upsideDown) == opposite[trend(hours)])
    }

    @Test(
        "volatility is relative to the baseline",
        arguments: [
            (0.59, Briefing.Volatility.low), (0.61, .normal), (1, .normal), (1.19, .normal), (1.21, .high),
        ])
    func volatility(ratio: Double, expected: Briefing.Volatility) {
        #expect(VolatilityRule.volatility(facts(now: 0.03 * ratio, usual: 0.03)) == expected)
    }

    @Test("without either volatility there is no classification")
    func volatilityUnknown() {
        #expect(VolatilityRule.volatility(facts(now: 0.03, usual: nil)) == nil)
        #expect(VolatilityRule.volatility(facts(now: nil, usual: 0.03)) == nil)
    }

    private func trend(_ hours: [ClosedCandle]) throws -> Briefing.Trend? {
        let history = try #require(PriceHistory(hours))
        return TrendRule.trend(of: history, facts: MarketFacts(history))
    }

    private func facts(now: Double?, usual: Double?) -> MarketFacts {
        MarketFacts(
            price: 100, quote: .usd, change24h: nil, low24h: 99, high24h: 101, volatility24h: now,
            baselineVolatility: usual, hoursKnown: 24)
    }
}
