import Domain
import Support
import Testing

@testable import Analysis

struct IndicatorTests {
    @Test("a return is the logarithm of a close over the previous close")
    func returns() throws {
        let returns = LogReturns(of: try Hours.closing([100, 110, 99]))
        #expect(returns.values.map(\.openTime) == [.hour(1), .hour(2)])
        #expect(
            abs(returns.values[0].value - 0.0953101798) < 1e-9 && abs(returns.values[1].value + 0.1053605157) < 1e-9)
    }

    @Test("there is no return across a missing hour")
    func gap() throws {
        let returns = LogReturns(of: try Hours.closing([100, 101, nil, 120, 121]))
        #expect(returns.values.map(\.openTime) == [.hour(1), .hour(4)])
    }

    @Test("there is no return from dollars to Tether")
    func currency() throws {
        let mixed = try Hours.closing([100, 101]) + Hours.closing([nil, nil, 101, 102], quote: .usdt)
        #expect(LogReturns(of: mixed).values.map(\.openTime) == [.hour(1), .hour(3)])
    }

    @Test("volatility is the sample standard deviation of hourly returns times √24")
    func volatility() {
        // Sample variance of −1, 1, −1, 1 is 4/3; times 24 is 32.
        #expect(RealisedVolatility.daily(ofHourly: [-1, 1, -1, 1], minimum: 4) == 32.0.squareRoot())
        #expect(RealisedVolatility.daily(ofHourly: [0.5, 0.5, 0.5], minimum: 2) == 0)
    }

    @Test("too few returns give no volatility", arguments: [0, 1, 11])
    func tooFew(count: Int) {
        #expect(RealisedVolatility.daily(ofHourly: [Double](repeating: 0.1, count: count), minimum: 12) == nil)
        #expect(RealisedVolatility.daily(ofHourly: [Double](repeating: 0.1, count: min(count, 1)), minimum: 0) == nil)
    }

    @Test("the mean price skips missing hours")
    func mean() throws {
        let hours = try Hours.closing([1000, 100, nil, 102])
        #expect(MeanPrice.close(of: hours, in: TimeRange(.hour(1), until: .hour(4))) == 101)
        #expect(MeanPrice.close(of: hours, in: TimeRange(.hour(9), until: .hour(12))) == nil)
    }
}
