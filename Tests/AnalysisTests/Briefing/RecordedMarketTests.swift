import Analysis
import Domain
import Support
import Testing

struct RecordedMarketTests {
    @Test(
        "five recorded years, outages and crashes included, give accepted texts and varied assessments",
        .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
    func fiveYears() async throws {
        let hours = try await RecordedHours.all()
        #expect(hours.count == 45_024)
        var trends: [Briefing.Trend?: Int] = [:]
        var volatilities: [Briefing.Volatility?: Int] = [:]
        var (total, seconds) = (0, Set<String>())
        for end in stride(from: 2400, to: hours.count, by: 397) {
            let market = MarketView(Array(hours[(end - 92 * 24)..<end]))
            for language in Language.allCases {
                let briefing = try #require(await EmbeddedAnalyst().briefing(on: market, in: language))
                #expect(briefing.grounded, "\(briefing.text)")
                #expect(briefing.facts.outliers.isEmpty && briefing.forecast != nil)
                trends[briefing.trend, default: 0] += 1
                volatilities[briefing.volatility, default: 0] += 1
                seconds.insert(String(briefing.text.split(separator: ". ").dropFirst().first?.prefix(12) ?? ""))
                total += 1
            }
        }
        func share(_ count: Int?) -> Double { Double(count ?? 0) / Double(total) }
        #expect((0.1...0.35).contains(share(trends[.bullish])) && (0.1...0.35).contains(share(trends[.bearish])))
        #expect((0.15...0.4).contains(share(volatilities[.low])) && (0.15...0.35).contains(share(volatilities[.high])))
        // They vary with what is remarkable, in each language.
        #expect(seconds.count >= 6)
    }
}
