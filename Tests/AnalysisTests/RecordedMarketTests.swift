import Analysis
import Domain
import Support
import Testing

struct RecordedMarketTests {
    @Test(
        "five recorded years, outages and crashes included, give grounded texts and varied assessments",
        .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
    func fiveYears() async throws {
        let hours = try await RecordedHours.all()
        #expect(hours.count == 45_024)
        var trends: [Briefing.Trend: Int] = [:]
        var volatilities: [Briefing.Volatility: Int] = [:]
        var total = 0
        for end in stride(from: 800, to: hours.count, by: 61) {
            let month = Array(hours[(end - 31 * 24 - 1)..<end])
            for language in Language.allCases {
                let briefing = try #require(await EmbeddedAnalyst().briefing(on: month, in: language))
                #expect(briefing.grounded, "\(briefing.text)")
                trends[briefing.trend, default: 0] += 1
                volatilities[briefing.volatility, default: 0] += 1
                total += 1
            }
        }
        func share(_ count: Int?) -> Double { Double(count ?? 0) / Double(total) }
        #expect((0.15...0.3).contains(share(trends[.bullish])) && (0.15...0.3).contains(share(trends[.bearish])))
        #expect((0.2...0.35).contains(share(volatilities[.low])) && (0.12...0.25).contains(share(volatilities[.high])))
    }
}
