import Domain
import Support
import Testing

@testable import Analysis

struct ScoreSummaryTests {
    private let range = PriceRange(low80: 95, high80: 105, low95: 90, high95: 110)

    private func score(_ hour: Int64, _ trend: Briefing.Trend?, _ range: PriceRange?, _ close: Double?) -> AnalysisScore
    {
        AnalysisScore(hour: .hour(hour), quote: .usd, price: 100, trend: trend, range: range, close: close)
    }

    @Test("the shares are of what could be compared")
    func shares() {
        let summary = ScoreSummary([
            score(1, .bullish, range, 104), score(2, .bearish, range, 108), score(3, .stable, range, 80),
            score(4, .bullish, nil, 120), score(5, .bullish, range, nil),
        ])
        #expect(summary.ranges == 3 && summary.trends == 3)
        #expect(summary.held80 == 1.0 / 3 && summary.held95 == 2.0 / 3)
        #expect(summary.hitRate == 2.0 / 3 && summary.alwaysUp == 1)
        #expect(ScoreSummary([]).hitRate == nil && ScoreSummary([]).held80 == nil)
    }

    /// A day of labels each, of which `right` in ten are right.
    private func verdict(_ days: Int, right: Int) -> ScoreSummary.Verdict {
        let scores = (0..<days * 24).map { (hour: Int) -> AnalysisScore in
            score(Int64(hour), .bullish, nil, hour / 24 % 10 < right ? 104 : 96)
        }
        return ScoreSummary(scores).verdict
    }

    @Test("a verdict needs ten days, and counts each once")
    func verdicts() {
        #expect(verdict(9, right: 10) == .tooFew)
        #expect(verdict(10, right: 10) == .better && verdict(10, right: 0) == .worse)
        #expect(verdict(30, right: 5) == .chance && verdict(30, right: 6) == .chance)
        #expect(verdict(30, right: 8) == .better && verdict(30, right: 2) == .worse)
    }

    @Test("the interval is Wilson's")
    func interval() {
        // 15 of 30: 0.3315 to 0.6685.
        let half = ScoreSummary.interval(0.5, of: 30)
        #expect(abs(half.lowerBound - 0.3315) < 5e-4 && abs(half.upperBound - 0.6685) < 5e-4)
        #expect(abs(ScoreSummary.interval(1, of: 10).upperBound - 1) < 1e-9)
        #expect(ScoreSummary.interval(0.5, of: 0) == 0...1)
    }
}
