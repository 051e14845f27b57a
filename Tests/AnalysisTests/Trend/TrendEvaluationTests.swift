import Analysis
import Domain
import Support
import Testing

struct TrendEvaluationTests {
    @Test("a market that goes on is called right, one that turns each day wrong")
    func calls() throws {
        // A quiet month, then days that rise by 3 % each.
        var closes: [Double?] = (0..<31 * 24).map { $0 % 2 == 0 ? 60_000 : 60_300 }
        var price = 60_000.0
        for _ in 0..<20 * 24 {
            price *= 1.00125
            closes.append(price)
        }
        let evaluation = try #require(TrendEvaluation(of: try Hours.closing(closes)))
        #expect(evaluation.calls > 10 && evaluation.hitRate.value == 1 && evaluation.alwaysUp.value == 1)
        #expect(evaluation.hitRate.low < 1 && evaluation.hitRate.low > 0.7)
    }

    @Test("without hours, or without a call, there is no evaluation")
    func none() throws {
        #expect(TrendEvaluation(of: []) == nil)
        #expect(TrendEvaluation(of: try Hours.closing([Double?](repeating: 100, count: 1000))) == nil)
    }

    @Test(
        "on five recorded years the trend of a day is a worse guess of the next day than always saying up",
        .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
    func recorded() async throws {
        let evaluation = try #require(TrendEvaluation(of: try await RecordedHours.all()))
        #expect(evaluation.calls > 500)
        #expect(evaluation.hitRate.value < 0.5 && evaluation.alwaysUp.value > 0.5)
    }
}
