import Domain
import Support
import Testing

@testable import Analysis

struct TrendTests {
    @Test(
        "a change well above the usual volatility is a trend, a smaller one is not",
        arguments: [
            (0.06, Briefing.Trend.bullish), (0.025, .bullish), (0.005, .stable), (0, .stable), (-0.005, .stable),
            (-0.025, .bearish), (-0.06, .bearish),
        ])
    func size(change: Double, expected: Briefing.Trend) throws {
        #expect(try assessment(Hours.quietMonth(then: change)).trend == expected)
    }

    @Test("a rise that has been lost again is not a trend")
    func givenBack() throws {
        // Up by 9 % in half a day, and most of it lost again in the other half.
        let month: [Double?] = (0..<31 * 24).map { $0 % 2 == 0 ? 60_000 : 60_300 }
        let day: [Double?] = (1...24).map { hour in
            let up = Double(min(hour, 28 - hour)) / 12
            return 60_300 * (1 + 0.09 * up)
        }
        #expect(try assessment(Hours.closing(month + day)).trend == .stable)
    }

    @Test("a small rise is not a trend while the week falls, and the week is one of its own")
    func againstTheWeek() throws {
        // Six days down by 20 %, then a day up by 1.7 %, where the daily volatility is about 2.5 %.
        let month: [Double?] = (0..<24 * 24).map { hour in hour % 2 == 0 ? 60_000 : 60_300 }
        let week: [Double?] = (1...144).map { hour in
            let zigzag: Double = hour % 2 == 0 ? 1 : 1.005
            let trend: Double = 60_000 - 12_000 * Double(hour) / 144
            return trend * zigzag
        }
        let day: [Double?] = (1...24).map { hour in 48_000 + 800 * Double(hour) / 24 }
        let assessment = try assessment(Hours.closing(month + week + day))
        #expect(assessment.trend == .stable && assessment.trend7d == .bearish)
    }

    @Test("there is a trend although the hour of 24 hours ago is missing")
    func oneHourMissing() throws {
        var hours = try Hours.quietMonth(then: 0.06)
        hours.removeAll { $0.openTime == .hour(31 * 24 - 1) }
        #expect(MarketFacts(of: MarketView(hours))?.change24h == nil)
        #expect(try assessment(hours).trend == .bullish)
    }

    @Test("half a day gives no trend, a day none of the week")
    func tooFew() throws {
        #expect(try assessment(Array(Hours.quietMonth(then: 0.06).suffix(13))).trend == nil)
        #expect(try assessment(Array(Hours.quietMonth(then: 0.06).suffix(48))).trend7d == nil)
    }

    @Test("a mirrored market has the opposite trend", arguments: [0.06, 0.025, 0.005])
    func mirror(change: Double) throws {
        let hours = try Hours.quietMonth(then: change)
        let upsideDown = try Hours.closing(hours.map { 3.6e9 / $0.close })
        let opposite: [Briefing.Trend?: Briefing.Trend] = [.bullish: .bearish, .bearish: .bullish, .stable: .stable]
        #expect(try assessment(upsideDown).trend == opposite[assessment(hours).trend])
    }

    @Test("volatility is low in the lowest quarter of the days before, and high in the highest")
    func volatility() throws {
        // Days whose volatility grows from one to the next, then a day of the size of one of them.
        func market(last: Double) throws -> [ClosedCandle] {
            var closes: [Double?] = []
            for day in 0..<40 {
                for hour in 0..<24 { closes.append(hour % 2 == 0 ? 60_000 : 60_000 * (1 + 0.0002 * Double(day + 1))) }
            }
            for hour in 0..<24 { closes.append(hour % 2 == 0 ? 60_000 : 60_000 * (1 + 0.0002 * last)) }
            return try Hours.closing(closes)
        }
        #expect(try assessment(market(last: 5)).volatility == .low)
        #expect(try assessment(market(last: 20)).volatility == .normal)
        #expect(try assessment(market(last: 36)).volatility == .high)
    }

    @Test("a week of hours classifies no volatility, and a market that never moves is normal")
    func volatilityUnknown() throws {
        #expect(try assessment(Array(Hours.quietMonth(then: 0).suffix(6 * 24))).volatility == nil)
        #expect(try assessment(Hours.closing([Double?](repeating: 100, count: 40 * 24))).volatility == .normal)
    }

    private func assessment(_ hours: [ClosedCandle]) throws -> MarketAssessment {
        let history = try #require(PriceHistory(hours))
        let grid = HourlyGrid(history.hours)
        return MarketAssessment(history, grid, MarketFacts(history, grid, MarketView(hours)))
    }
}
