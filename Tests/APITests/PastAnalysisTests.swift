import Domain
import HTTPTypes
import Support
import Testing

@testable import API

@Suite("Past analyses") struct PastAnalysisTests {
    @Test("each day that has ended has one, with the close 24 hours later once it is known")
    func days() async throws {
        // Two days and a half: the hours close at 100 and one dollar more for each hour.
        let response = try await Fixture().get("/v1/analyses")[0]
        #expect(response.status == 200)
        let analyses = try response.object()["analyses"]?.list ?? []
        #expect(analyses.map { $0["as_of"] } == [.string("2026-01-03T00:00:00Z"), .string("2026-01-02T00:00:00Z")])
        #expect(analyses.first?["price"] == .number(147) && analyses.first?["outcome"] == nil)
        #expect(analyses.last?["price"] == .number(123))
        // 147 / 123 − 1
        #expect(analyses.last?["outcome"]?["change_percent"] == .number(19.5122))
        #expect(analyses.last?["outcome"]?["close"] == .number(147))
    }

    @Test("nothing that came later is known to it")
    func later() async throws {
        let fixture = try Fixture(hours: Array(0..<60))
        let all = try await fixture.get("/v1/analyses?days=30")[0].object()["analyses"]?.list ?? []
        let before =
            try await Fixture(hours: Array(0..<30)).get("/v1/analyses?days=30")[0]
            .object()["analyses"]?.list ?? []
        #expect(before.count == 1)
        for member in ["text", "price", "as_of", "trend"] { #expect(all.last?[member] == before.first?[member]) }
    }

    @Test("a day whose last hour is missing is absent, and a close that is missing is no outcome")
    func gaps() async throws {
        let fixture = try Fixture(hours: (0..<80).filter { $0 != 47 })
        let analyses = try await fixture.get("/v1/analyses")[0].object()["analyses"]?.list ?? []
        #expect(analyses.map { $0["as_of"] } == [.string("2026-01-04T00:00:00Z"), .string("2026-01-02T00:00:00Z")])
        #expect(analyses.allSatisfy { $0["outcome"] == nil })
    }

    @Test("texts are in the language of the request, and the days are bounded")
    func parameters() async throws {
        let fixture = try Fixture()
        #expect(try await fixture.get("/v1/analyses?lang=fr")[0].text.contains("Le cours monte."))
        #expect(try await fixture.get("/v1/analyses?days=1")[0].object()["analyses"]?.list.count == 1)
        for days in ["0", "31", "-1", "1.5", "many", "999999999999"] {
            let refused = try await fixture.get("/v1/analyses?days=\(days)")[0]
            #expect(refused.status == 400 && refused.text.contains("between 1 and 30"))
        }
        let table = try await fixture.get("/v1/analyses?format=csv")[0].text.split(separator: "\r\n")
        #expect(table.first == "as_of,text,language,trend,volatility,price,quote,provider,model,fallback_reason")
        #expect(table.count == 3)
    }

    @Test("a close on the edge of a range is within it")
    func ranges() {
        var facts = MarketFacts(price: 100, quote: .usd, asOf: .hour(24), hoursKnown: 24)
        facts.change24h = 0.01
        var analysis = AnalysisResponse(
            Briefing(
                text: "t", language: .english, trend: nil, volatility: nil, facts: facts, provider: "embedded",
                model: "m", grounded: true), simulated: false)
        analysis.forecast = .init(
            low80: 98, high80: 102, low95: 95, high95: 105, horizonHours: 24, closesAt: .hour(48))
        for (close, within80, within95) in [
            (98.0, true, true), (102, true, true), (102.01, false, true), (95, false, true), (94.99, false, false),
        ] {
            var past = PastAnalysis(analysis)
            past.turnedOut(close)
            #expect(past.outcome?.within80 == within80 && past.outcome?.within95 == within95, "\(close)")
        }
    }
}
