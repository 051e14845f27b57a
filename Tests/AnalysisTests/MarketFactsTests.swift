import Analysis
import Domain
import Support
import Testing

struct MarketFactsTests {
    @Test("without a candle there are no facts")
    func none() {
        #expect(MarketFacts(of: []) == nil)
    }

    @Test("one candle gives its own prices only")
    func one() throws {
        let facts = try #require(MarketFacts(of: try Hours.closing([100])))
        let expected = MarketFacts(
            price: 100, quote: .usd, change24h: nil, low24h: 99, high24h: 101, volatility24h: nil,
            baselineVolatility: nil,
            hoursKnown: 1)
        #expect(facts == expected)
    }

    @Test("the change is relative to the close 24 hours earlier, not to the oldest of the day")
    func change() throws {
        let facts = try #require(
            MarketFacts(of: try Hours.closing([50, 100] + [Double](repeating: 70, count: 23) + [120])))
        #expect(facts.change24h == 0.2)
        #expect(facts.low24h == 69 && facts.high24h == 121 && facts.hoursKnown == 24)
    }

    @Test("the change is unknown without the hour 24 hours earlier")
    func noChange() throws {
        let facts = try #require(
            MarketFacts(of: try Hours.closing([50, nil] + [Double](repeating: 70, count: 23) + [120])))
        #expect(facts.change24h == nil && facts.hoursKnown == 24)
    }

    @Test("missing hours are counted")
    func missing() throws {
        let facts = try #require(MarketFacts(of: try Hours.quietMonth(then: 0.01, without: [3, 4, 9])))
        #expect(facts.hoursKnown == 21)
    }

    @Test("volatility requires 12 returns of the last day, baseline volatility 5 days before it")
    func leastForVolatility() throws {
        var walk = RandomWalk(seed: 1)
        let hours = try walk.hours(24 + 121)
        #expect(MarketFacts(of: Array(hours.suffix(12)))?.volatility24h == nil)
        #expect(MarketFacts(of: Array(hours.suffix(13)))?.volatility24h != nil)
        #expect(MarketFacts(of: Array(hours.suffix(24 + 120)))?.baselineVolatility == nil)
        #expect(MarketFacts(of: hours)?.baselineVolatility != nil)
    }

    @Test("the last day does not affect the baseline volatility")
    func baselineIsBefore() throws {
        let calm = try #require(MarketFacts(of: try Hours.quietMonth(then: 0)))
        let wild = try #require(MarketFacts(of: try Hours.quietMonth(then: 0.4)))
        #expect(calm.baselineVolatility == wild.baselineVolatility)
    }

    @Test("hours in another currency count as missing")
    func otherCurrency() throws {
        let dollars = try Hours.closing([Double](repeating: 100, count: 30))
        let tether = try Hours.closing([Double?](repeating: nil, count: 30) + [200, 201], quote: .usdt)
        let facts = try #require(MarketFacts(of: dollars + tether))
        // Two hours of a source in another currency take nothing away.
        #expect(facts.quote == .usd && facts.low24h == 99)
        // Once they are most of the day, theirs is the currency.
        let day = try Hours.closing(
            [Double?](repeating: nil, count: 30) + [Double](repeating: 200, count: 20), quote: .usdt)
        let later = try #require(MarketFacts(of: dollars + day))
        #expect(later.quote == .usdt && later.hoursKnown == 20 && later.low24h == 199 && later.change24h == nil)
    }
}
