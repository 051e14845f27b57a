import Analysis
import Domain
import Support
import Testing

struct MarketFactsTests {
    private func marketFacts(_ hours: [ClosedCandle], disputed: Set<Timestamp> = [], age: Duration = .zero)
        -> MarketFacts?
    {
        MarketFacts(of: MarketView(hours, disputed: disputed, age: age))
    }

    @Test("without a candle there are no facts")
    func none() {
        #expect(marketFacts([]) == nil)
    }

    @Test("one candle gives its own price and its moment; everything else is unknown")
    func one() throws {
        let facts = try #require(marketFacts(try Hours.closing([100])))
        #expect(facts.price == 100 && facts.quote == .usd && facts.asOf == .hour(1) && facts.hoursKnown == 1)
        #expect(facts.change24h == nil && facts.change7d == nil && facts.low24h == nil && facts.high24h == nil)
        #expect(facts.volatility24h == nil && facts.usualVolatility == nil && facts.hoursMissing == 23)
        #expect(facts.largestMove == nil && facts.openHour == nil && facts.relativeStrength == nil)
    }

    @Test("the age is the time since the newest close, and stale is what the price’s freshness says")
    func age() throws {
        let hours = try Hours.closing([100, 101])
        let fresh = try #require(marketFacts(hours, age: .minutes(90)))
        #expect(fresh.age == .minutes(90) && !fresh.isStale)
        #expect(try #require(marketFacts(hours, age: .days(3))).isStale)
    }

    @Test("the change is relative to the close 24 hours earlier, not to the oldest of the day")
    func change() throws {
        let facts = try #require(
            marketFacts(try Hours.closing([50, 100] + [Double](repeating: 110, count: 23) + [120])))
        #expect(facts.change24h == 0.2)
        #expect(facts.low24h == 109 && facts.high24h == 121 && facts.hoursKnown == 24)
    }

    @Test("the change is unknown without the hour 24 hours earlier")
    func noChange() throws {
        let facts = try #require(
            marketFacts(try Hours.closing([50, nil] + [Double](repeating: 110, count: 23) + [120])))
        #expect(facts.change24h == nil && facts.hoursKnown == 24)
    }

    @Test("missing hours are counted")
    func missing() throws {
        let facts = try #require(marketFacts(try Hours.quietMonth(then: 0.01, without: [3, 4, 9])))
        #expect(facts.hoursKnown == 21 && facts.hoursMissing == 3)
    }

    @Test("volatility requires 12 returns of the last day, the usual one 7 days before it")
    func leastForVolatility() throws {
        var walk = RandomWalk(seed: 1)
        let hours = try walk.hours(24 * 10)
        #expect(marketFacts(Array(hours.suffix(12)))?.volatility24h == nil)
        #expect(marketFacts(Array(hours.suffix(13)))?.volatility24h != nil)
        #expect(marketFacts(Array(hours.suffix(24 * 7)))?.usualVolatility == nil)
        #expect(marketFacts(hours)?.usualVolatility != nil)
    }

    @Test("the last day does not affect the usual volatility")
    func usualIsBefore() throws {
        let calm = try #require(marketFacts(try Hours.quietMonth(then: 0)))
        let wild = try #require(marketFacts(try Hours.quietMonth(then: 0.24)))
        #expect(calm.usualVolatility == wild.usualVolatility)
    }

    @Test("a steady rise of 6 % in a day has a volatility: no mean is taken out")
    func steadyRise() throws {
        // 24 equal hourly log returns r: the root of their mean square is r, and a day is √24 of it.
        var price = 60_000.0
        let closes = (0...24).map { _ in
            defer { price *= 1.002_430_819 }
            return Optional(price)
        }
        let volatility = try #require(marketFacts(try Hours.closing(closes))?.volatility24h)
        #expect(abs(volatility - 0.002_427_869 * 24.0.squareRoot()) < 1e-6)
    }

    @Test("one hour in another currency after many neither hides them nor is missing")
    func otherCurrency() throws {
        let dollars = try Hours.closing([Double](repeating: 100, count: 743))
        let tether = try Hours.closing([Double?](repeating: nil, count: 743) + [200], quote: .usdt)
        let facts = try #require(marketFacts(dollars + tether))
        #expect(facts.quote == .usd && facts.low24h == 99 && facts.hoursKnown == 24 && facts.hoursMissing == 0)
        // The hour is after those that the facts are of.
        #expect(facts.hoursInOtherQuote == 0 && facts.laterHoursInOtherQuote == 1 && facts.otherQuote == .usdt)
    }

    @Test("hours in another currency inside the day are counted as such, not as missing")
    func otherCurrencyInside() throws {
        var hours = try Hours.closing([Double](repeating: 100, count: 48))
        hours[40] = try #require(try Hours.closing([Double?](repeating: nil, count: 40) + [200], quote: .usdt).first)
        let facts = try #require(marketFacts(hours))
        #expect(facts.hoursKnown == 23 && facts.hoursInOtherQuote == 1 && facts.hoursMissing == 0)
        #expect(facts.otherQuote == .usdt && facts.high24h == 101)
    }

    @Test("hours whose price the sources do not agree on are left out, and counted")
    func disputed() throws {
        var closes = [Double?](repeating: 100, count: 48)
        closes[40] = 120
        let facts = try #require(marketFacts(try Hours.closing(closes), disputed: [.hour(40)]))
        #expect(facts.disputedHours == 1 && facts.hoursKnown == 23 && facts.hoursMissing == 0 && facts.high24h == 101)
    }

    @Test("a halved close is an outlier: it is named, and moves neither range nor volatility")
    func halvedClose() throws {
        var walk = RandomWalk(seed: 5)
        let hours = try walk.hours(24 * 20)
        let clean = try #require(marketFacts(hours.filter { $0.openTime != hours[470].openTime }))
        var broken = hours
        broken[470] = try #require(try hours[470].scaled(by: 0.5))
        let facts = try #require(marketFacts(broken))
        #expect(facts.outliers.map(\.kind) == [.close] && facts.outliers.first?.hour == hours[470].openTime)
        #expect(facts.low24h == clean.low24h && facts.volatility24h == clean.volatility24h)
        #expect(facts.hoursKnown == 23 && facts.hoursMissing == 0)
    }

    @Test("a newest close that is far from the one before is not believed until the next hour confirms it")
    func newestOutlier() throws {
        let before = [Double?](repeating: 100, count: 30)
        let first = try #require(marketFacts(try Hours.closing(before + [50])))
        #expect(first.price == 100 && first.outliers.map(\.price) == [50])
        let confirmed = try #require(marketFacts(try Hours.closing(before + [50, 51])))
        #expect(confirmed.price == 51 && confirmed.outliers.isEmpty)
    }

    @Test("a wick at 1.00 does not move the range; the hour is kept")
    func wick() throws {
        var hours = try Hours.closing([Double?](repeating: 60_000, count: 30))
        let wick = try Candle(.oneHour, at: .hour(20), open: 60_000, high: 60_001, low: 1, close: 60_000, volume: 1)
        hours[20] = try #require(ClosedCandle(wick, closedBy: .hour(21)))
        let facts = try #require(marketFacts(hours))
        #expect(facts.low24h == 59_999 && facts.hoursKnown == 24)
        #expect(facts.outliers == [.init(hour: .hour(20), kind: .low, price: 1)])
    }

    @Test("a crash that five years have seen is believed")
    func crash() throws {
        let facts = try #require(marketFacts(try Hours.closing([Double?](repeating: 100, count: 30) + [80])))
        #expect(facts.price == 80 && facts.outliers.isEmpty && facts.largestMove?.change == -0.2)
    }

    @Test("the open hour is a fact of its own")
    func openHour() throws {
        let hours = try Hours.closing([Double?](repeating: 100, count: 30))
        func open(_ close: Double, quote: Quote = .usd) throws -> ArchivedCandle {
            ArchivedCandle(
                try .hour(30, close: close, quote: quote), source: "kraken", run: RunID(rawValue: "r"),
                seenAt: .hour(30) + .minutes(20))
        }
        let facts = try #require(MarketFacts(of: MarketView(hours, open: try open(91))))
        #expect(facts.openHour == .init(price: 91, time: .hour(30) + .minutes(20), change: -0.09))
        #expect(facts.price == 100)
        #expect(MarketFacts(of: MarketView(hours, open: try open(91, quote: .usdt)))?.openHour == nil)
        #expect(MarketFacts(of: MarketView(hours, open: try open(2)))?.openHour == nil)
    }
}
