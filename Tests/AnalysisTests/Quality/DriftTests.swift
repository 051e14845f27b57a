import Domain
import Support
import Testing

@testable import Analysis

@Suite("What has changed in 28 days") struct DriftTests {
    private let now = Timestamp.hour(90 * 24)

    /// One value a day, the first 90 days before now.
    private func days<Value>(_ values: [Value]) -> [(time: Timestamp, value: Value)] {
        values.enumerated().map { (time: .hour(Int64($0 * 24 + 12)), value: $1) }
    }

    @Test("means are compared by Welch's test")
    func mean() throws {
        // 62 days of 10 and 12 in turn (mean 11, variance 62 ÷ 61), 28 of 13 and 15 (mean 14, variance 28 ÷ 27).
        let values = (0..<90).map { (day: Int) -> Double in
            let base = day < 62 ? 10.0 : 13.0
            return day.isMultiple(of: 2) ? base : base + 2
        }
        let drift = try #require(MeanDrift(days(values), now: now))
        #expect(drift.before == 11 && drift.after == 14)
        // 3 ÷ √(1 ÷ 61 + 1 ÷ 27)
        #expect(abs(drift.z - 12.9778) < 1e-3 && drift.isChange)
        let none = try #require(MeanDrift(days((0..<90).map { (day: Int) -> Double in Double(day % 2) }), now: now))
        #expect(abs(none.z) < 0.1 && !none.isChange)
        #expect(MeanDrift(days(Array(repeating: 1, count: 90)), now: now)?.z == 0)
    }

    @Test("many values of a day count as one")
    func independence() throws {
        // An hour of the day is like the next: 24 times the values are no more evidence.
        var hourly: [(time: Timestamp, value: Double)] = []
        for hour in 0..<2160 { hourly.append((.hour(Int64(hour)), Double(hour / 24 % 9))) }
        let daily = days((0..<90).map { (day: Int) -> Double in Double(day % 9) })
        let (one, other) = (try #require(MeanDrift(hourly, now: now)), try #require(MeanDrift(daily, now: now)))
        #expect(abs(one.z - other.z) < 1e-9)
    }

    @Test("mixes are compared by the chi-squared test")
    func mix() throws {
        func labels(_ before: [Briefing.Trend], _ after: [Briefing.Trend]) -> [(time: Timestamp, value: Briefing.Trend)]
        {
            let (old, new) = ((0..<62).map { before[$0 % before.count] }, (0..<28).map { after[$0 % after.count] })
            return days(old + new)
        }
        let all: [Briefing.Trend] = [.bullish, .bearish, .stable]
        #expect(MixDrift(labels(all, all), now: now)?.isChange == false)
        // 31 and 31 against 28 and 0: χ² = 90 (31·0 − 31·28)² ÷ (62·28·59·31) = 21.356, and p = erfc(√(χ² ÷ 2)).
        let drift = try #require(MixDrift(labels([.bullish, .stable], [.bullish]), now: now))
        #expect(abs(drift.chiSquared - 21.3560) < 1e-3 && drift.isChange && drift.p < 1e-5)
        #expect(drift.before == ["bullish": 0.5, "stable": 0.5] && drift.after == ["bullish": 1])
        #expect(MixDrift(labels([.stable], [.stable]), now: now)?.p == 1)
    }

    @Test("fewer than 14 days on a side say nothing, nor does what is older than 90 days")
    func few() {
        func drift(_ count: Int, later: Int64 = 0) -> MeanDrift? {
            MeanDrift(days((0..<count).map { (day: Int) -> Double in Double(day) }), now: now + .days(later))
        }
        #expect(drift(75) == nil)
        #expect(drift(76) != nil)
        #expect(drift(90, later: 49) == nil)
        #expect(MixDrift(days([.stable]), now: now) == nil)
    }
}
