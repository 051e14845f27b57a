import Testing

@testable import Analysis

struct RegressionTests {
    @Test("a linear system is solved; one that is not positive definite has no solution")
    func linear() throws {
        // 4x + 2y = 10, 2x + 3y = 11: x = 1, y = 3.
        let solution = try #require(LinearSystem.solve([[4, 2], [2, 3]], [10, 11]))
        #expect(abs(solution[0] - 1) < 1e-12 && abs(solution[1] - 3) < 1e-12)
        #expect(LinearSystem.solve([[1, 2], [2, 1]], [1, 1]) == nil)
    }

    @Test("sizes that follow a power of the feature are predicted, drawn a little towards what is expected")
    func gamma() throws {
        let features = (0..<200).map { Double($0 % 20) / 10 }
        let model = try #require(
            GammaRegression(features, sizes: features.map { exponential(0.5 * $0 - 3) }, expected: [0.5]))
        #expect(abs(model.predict([1.0]) / exponential(-2.5) - 1) < 1e-6)
        let drawn = try #require(
            GammaRegression(features, sizes: features.map { exponential(0.5 * $0 - 3) }, expected: [0]))
        #expect(drawn.predict([2.0]) < exponential(-2))
    }

    @Test("quantiles of a sorted window are those of its numbers, whatever was removed")
    func window() {
        var window = SortedWindow()
        for value in [5.0, 1, 4, 2, 3, 9] { window.insert(value) }
        window.remove(9)
        window.remove(7)
        #expect(window.values == [1, 2, 3, 4, 5])
        #expect(window.quantile(0.5) == 3 && window.quantile(0.25) == 2 && window.quantile(0.1) == 1.4)
    }

    @Test("the interval of a ratio is never of zero width: few numbers have none")
    func ratio() throws {
        let numbers = (0..<12).map { 1 + Double($0 % 5) }
        let others = (0..<12).map { 2 + Double($0 % 3) }
        #expect(Estimate(ratioOf: Array(numbers.prefix(11)), to: others, block: 40, least: 4) == nil)
        let estimate = try #require(Estimate(ratioOf: numbers, to: others, block: 40, least: 4))
        #expect(estimate.low < estimate.value && estimate.value < estimate.high)
    }

    @Test("Wilson’s interval of 8 of 10")
    func wilson() {
        // Computed apart: 0.4902 to 0.9433.
        let estimate = Estimate(share: 0.8, of: 10)
        #expect(abs(estimate.low - 0.4902) < 1e-4 && abs(estimate.high - 0.9433) < 1e-4)
    }
}
