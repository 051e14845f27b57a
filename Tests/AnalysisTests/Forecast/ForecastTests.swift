import Domain
import Support
import Testing

@testable import Analysis

struct ForecastTests {
    @Test("less than 60 days have no forecast; 60 days and an hour have")
    func least() throws {
        var walk = RandomWalk(seed: 2)
        let hours = try walk.hours(61 * 24)
        #expect(PriceRange(of: MarketView(Array(hours.prefix(60 * 24)))) == nil)
        let range = try #require(PriceRange(of: MarketView(Array(hours.prefix(60 * 24 + 1)))))
        let close = hours[60 * 24].close
        #expect(range.low95 < range.low80 && range.low80 < close && close < range.high80 && range.high80 < range.high95)
        #expect(abs(range.low80 * range.high80 / (close * close) - 1) < 1e-9)
    }

    @Test("prices after an hour do not change what was predicted at it")
    func noLookAhead() throws {
        var walk = RandomWalk(seed: 4)
        let hours = try walk.hours(80 * 24)
        let history = try #require(PriceHistory(hours))
        let known = RangeWalk.ranges(HourlyGrid(Array(history.hours.prefix(70 * 24))), last: 70 * 24 - 1)
        let later = RangeWalk.ranges(HourlyGrid(history.hours), last: 70 * 24 - 1)
        #expect(!known.isEmpty && known.map(\.sizes) == later.map(\.sizes))
    }

    @Test("scaling all prices scales the forecast", arguments: [0.01, 1e4])
    func scale(factor: Double) throws {
        var walk = RandomWalk(seed: 6)
        let hours = try walk.hours(70 * 24)
        let range = try #require(PriceRange(of: MarketView(hours)))
        let scaled = try #require(PriceRange(of: MarketView(try hours.compactMap { try $0.scaled(by: factor) })))
        #expect(abs(scaled.high95 / range.high95 / factor - 1) < 1e-6)
    }

    @Test("a market that never moves is expected where it is, and missing hours do not prevent a forecast")
    func flatAndGaps() throws {
        let flat = try #require(
            PriceRange(of: MarketView(try Hours.closing([Double?](repeating: 100, count: 70 * 24)))))
        #expect(flat.low95 > 99 && flat.high95 < 101)
        var walk = RandomWalk(seed: 8)
        #expect(PriceRange(of: MarketView(try walk.hours(90 * 24, missing: 0.3))) != nil)
    }

    @Test("higher volatility gives a wider range")
    func wider() throws {
        var (calm, wild) = (RandomWalk(seed: 9), RandomWalk(seed: 9))
        let narrow = try #require(PriceRange(of: MarketView(try calm.hours(90 * 24, step: 0.002))))
        let wide = try #require(PriceRange(of: MarketView(try wild.hours(90 * 24, step: 0.02))))
        #expect(wide.high80 / wide.low80 > narrow.high80 / narrow.low80)
    }

    @Test("on random walks the ranges hold as often as they say")
    func randomWalk() throws {
        var walk = RandomWalk(seed: 10)
        let evaluation = try #require(ForecastEvaluation(of: try walk.hours(400 * 24)))
        #expect(abs(evaluation.coverage80.value - 0.8) < 0.06 && abs(evaluation.coverage95.value - 0.95) < 0.04)
        #expect(evaluation.coverage80.low < 0.8 && evaluation.coverage80.high > 0.8)
    }

    @Test(
        "on five recorded years coverage and loss are what the documentation says",
        .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
    func recorded() async throws {
        let evaluation = try #require(ForecastEvaluation(of: try await RecordedHours.all()))
        #expect(evaluation.origins == 7243)
        #expect(abs(evaluation.coverage80.value - 0.8) <= 0.015 && abs(evaluation.coverage95.value - 0.95) <= 0.015)
        #expect(evaluation.coverage80ByTercile.allSatisfy { abs($0 - 0.8) <= 0.05 })
        #expect(evaluation.coverage95ByTercile.allSatisfy { abs($0 - 0.95) <= 0.05 })
        #expect((0.97...0.975).contains(evaluation.relativePinball))
        #expect((0.55...0.65).contains(evaluation.insideAllDay))
    }

    @Test("a range of time counts only its own origins")
    func range() throws {
        var walk = RandomWalk(seed: 12)
        let hours = try walk.hours(100 * 24)
        let range = TimeRange(.hour(70 * 24), until: .hour(80 * 24))
        let evaluation = try #require(ForecastEvaluation(of: hours, in: range))
        #expect(evaluation.origins == 40 && range.contains(evaluation.from) && range.contains(evaluation.to))
        #expect(evaluation.worst90Days == nil)
        let interval = try #require(evaluation.relativePinballEstimate)
        #expect(interval.low < interval.value && interval.value < interval.high)
        let few = try #require(
            ForecastEvaluation(of: hours, in: TimeRange(.hour(70 * 24), until: .hour(71 * 24))))
        #expect(few.origins == 4 && few.relativePinballEstimate == nil)
        #expect(few.coverage80.low < few.coverage80.high)
    }

    @Test("the worst 90 days are of 90 days of the calendar, with hours missing in them too")
    func worst() throws {
        var walk = RandomWalk(seed: 5)
        let hours = try walk.hours(170 * 24, missing: 0.2)
        func worst(_ days: Int64) -> Double? {
            let range = TimeRange(.hour(65 * 24), until: .hour((65 + days) * 24))
            return ForecastEvaluation(of: hours, in: range)?.worst90Days
        }
        #expect(worst(89) == nil)
        let exact = try #require(worst(91))
        #expect(exact > 0.5 && exact < 1)
        #expect(try #require(worst(100)) <= exact)
    }
}
