import Domain
import FoundationEssentials
import Sandbox
import Support
import Testing

/// Whether the simulated year looks like Bitcoin's. The seeds are fixed, so that a failure means a change and not bad
/// luck.
@Suite(.serialized)
struct MarketStatisticsTests {
    private static let seeds: [UInt64] = [1, 2, 3]

    private func year(_ seed: UInt64) -> [Bar] {
        SimulatedMarket(seed: seed).bars(of: .oneHour, in: TimeRange(.hour(-8760), until: .hour(0)), at: .hour(0))
    }

    private func moves(_ bars: [Bar]) -> [Double] { bars.map { Double($0.close) / Double($0.open) - 1 } }

    @Test(
        "large moves follow large moves: their size is correlated with the hour's, the day's and the week's before",
        arguments: seeds)
    func volatilityClusters(_ seed: UInt64) {
        let sizes = moves(year(seed)).map { abs($0) }
        #expect(correlation(sizes, sizes, lag: 1) > 0.15)
        #expect(correlation(sizes, sizes, lag: 24) > 0.1)
        #expect(correlation(sizes, sizes, lag: 168) > 0.05)
    }

    @Test("the direction of a move says nothing about the next", arguments: seeds)
    func noTrendToExploit(_ seed: UInt64) {
        let moves = moves(year(seed))
        #expect(abs(correlation(moves, moves, lag: 1)) < 0.05)
    }

    @Test("there are jumps: the tails are fatter than those of a normal distribution", arguments: seeds)
    func jumps(_ seed: UInt64) {
        let moves = moves(year(seed))
        let mean = moves.reduce(0, +) / Double(moves.count)
        let variance = moves.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(moves.count)
        let fourth =
            moves.map { ($0 - mean) * ($0 - mean) * ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(moves.count)
        #expect(fourth / (variance * variance) > 5)
        #expect(moves.contains { abs($0) > 0.03 })
    }

    @Test("a year's volatility is Bitcoin's: 30 to 90 percent", arguments: seeds)
    func yearlyVolatility(_ seed: UInt64) {
        let moves = moves(year(seed))
        let yearly = moves.map { $0 * $0 }.reduce(0, +).squareRoot()
        #expect((0.3...0.9).contains(yearly))
    }

    @Test("more is traded when the price moves more", arguments: seeds)
    func volumeFollowsVolatility(_ seed: UInt64) {
        let bars = year(seed)
        #expect(correlation(moves(bars).map { abs($0) }, bars.map { Double($0.volume) }, lag: 0) > 0.4)
    }

    @Test("the price stays within plausible bounds for ten years", arguments: seeds)
    func staysBelievable(_ seed: UInt64) {
        let market = SimulatedMarket(seed: seed)
        let decade = market.bars(
            of: .oneHour, in: TimeRange(market.genesis, until: market.genesis + .days(3650)),
            at: market.genesis + .days(3650))
        #expect((decade.map(\.low).min() ?? 0) > 25_000_00)
        #expect((decade.map(\.high).max() ?? 0) < 300_000_00)
    }

    /// Pearson's, between `a` and what `b` is `lag` places later.
    private func correlation(_ a: [Double], _ b: [Double], lag: Int) -> Double {
        let pairs = zip(a, b.dropFirst(lag))
        let count = Double(a.count - lag)
        let meanA = pairs.map(\.0).reduce(0, +) / count
        let meanB = pairs.map(\.1).reduce(0, +) / count
        let covariance = pairs.map { ($0 - meanA) * ($1 - meanB) }.reduce(0, +)
        let varianceA = pairs.map { ($0.0 - meanA) * ($0.0 - meanA) }.reduce(0, +)
        let varianceB = pairs.map { ($0.1 - meanB) * ($0.1 - meanB) }.reduce(0, +)
        return covariance / (varianceA * varianceB).squareRoot()
    }
}
