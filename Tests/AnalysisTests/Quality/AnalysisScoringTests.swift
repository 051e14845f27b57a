import Domain
import Support
import Testing

@testable import Analysis

struct AnalysisScoringTests {
    @Test("each closed hour is kept, and compared with the close 24 hours later")
    func walk() async throws {
        let hours = try Hours.quietMonth(then: 0.06)
        let candles = MemoryCandles(
            hours.map { ArchivedCandle($0.candle, source: "kraken", run: RunID(rawValue: "r"), seenAt: .hour(800)) })
        let (scores, last) = (MemoryScores(), hours.count)
        let scoring = AnalysisScoring(scores, candles: candles)
        for end in [last - 24, last] {
            let view = Array(hours.prefix(end))
            let now = try #require(view.last).candle.closeTime
            try await scoring.run(
                MarketView(closed: view, now: now, freshness: PriceFreshness(collectEvery: .hours(1))))
        }
        let scored = try await scores.scored(since: .hour(0))
        #expect(scored.count == 1 && scored[0].hour == hours[last - 25].candle.closeTime)
        #expect(scored[0].close == hours.last?.close && scored[0].price == hours[last - 25].close)
        let open = try await scores.unscored(in: TimeRange(.hour(0), until: .hour(9999)), limit: 9)
        #expect(open.map(\.hour) == [hours[last - 1].candle.closeTime])
    }

    @Test("an hour in another currency is compared with nothing")
    func quote() async throws {
        let candles = MemoryCandles([
            ArchivedCandle(
                try .hour(47, close: 100, quote: .usdt), source: "k", run: RunID(rawValue: "r"), seenAt: .hour(48))
        ])
        let scores = MemoryScores()
        try await scores.keep(AnalysisScore(hour: .hour(24), quote: .usd, price: 90, trend: nil, range: nil))
        let scoring = AnalysisScoring(scores, candles: candles)
        try await scoring.run(
            MarketView(closed: [], now: .hour(50), freshness: PriceFreshness(collectEvery: .hours(1))))
        #expect(try await scores.scored(since: .hour(0)).isEmpty)
    }
}
