import Analysis
import Domain
import Support
import Testing

struct RecordedMarketTests {
    @Test(
        "five real years, outages and crashes included, are told within the facts, and no assessment takes over",
        .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
    func fiveYears() async throws {
        let hours = try await RecordedHours.all()
        #expect(hours.count == 45_024)
        var trends: [Briefing.Trend: Int] = [:]
        var volatilities: [Briefing.Volatility: Int] = [:]
        var told = 0
        for end in stride(from: 800, to: hours.count, by: 61) {
            let month = Array(hours[(end - 31 * 24 - 1)..<end])
            for language in Language.allCases {
                let briefing = try #require(await EmbeddedAnalyst().briefing(on: month, in: language))
                #expect(briefing.grounded, "\(briefing.text)")
                trends[briefing.trend, default: 0] += 1
                volatilities[briefing.volatility, default: 0] += 1
                told += 1
            }
        }
        func share(_ count: Int?) -> Double { Double(count ?? 0) / Double(told) }
        #expect((0.15...0.3).contains(share(trends[.bullish])) && (0.15...0.3).contains(share(trends[.bearish])))
        #expect((0.2...0.35).contains(share(volatilities[.low])) && (0.12...0.25).contains(share(volatilities[.high])))
    }
}
