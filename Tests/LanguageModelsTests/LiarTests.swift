import Analysis
import Domain
import Sandbox
import Support
import Testing

@Suite("A language model that lies") struct LiarTests {
    /// Weeks around 57,000, days around 60,000, then a day that changes by `change`.
    static func market(_ change: Double) throws -> MarketView {
        var hours: [ClosedCandle] = []
        let last = 31 * 24 + 24
        for n in 0..<last {
            let close = Self.close(n, change)
            if let hour = ClosedCandle(try .hour(Int64(n), close: close), closedBy: .hour(Int64(n) + 1)) {
                hours.append(hour)
            }
        }
        return MarketView(
            closed: hours, now: .hour(Int64(last)) + .minutes(1),
            freshness: PriceFreshness(collectEvery: .hours(1)))
    }

    private static func close(_ n: Int, _ change: Double) -> Double {
        let flat = Double(n % 2) * 300
        if n < 640 { return 57_000 + flat }
        if n < 31 * 24 { return 60_000 + flat }
        return 60_300 * (1 + change * Double(n - 31 * 24 + 1) / 24)
    }

    private func write(_ model: any LanguageModel, _ market: MarketView, _ log: MemoryModels) async throws {
        try await ModelAnalyst(
            model, log: log, journal: MemoryJournal(), dailyBudget: 1, every: .hours(1),
            now: { market.now }
        ).write(market)
    }

    @Test("each lie is refused and named, in both languages and in a fall and a rise", arguments: ModelFault.lies)
    func lies(lie: ModelFault) async throws {
        for provider in SimulatedProvider.allCases {
            for change in [-0.012, 0.06] {
                try await provider.with(.model(lie)) { model, world in
                    let (market, log) = (try Self.market(change), MemoryModels())
                    try await write(model, market, log)
                    for language in Language.allCases {
                        let written = try #require(try await log.analysis(of: .hour(768), in: language))
                        #expect(written.text == nil && written.outcome == .ungrounded, "\(written)")
                    }
                    let calls = try await log.calls(before: nil, limit: 10)
                    #expect(calls.count == 4 && calls.allSatisfy { !$0.details.isEmpty })
                    #expect(world.requests.all.count == 4)
                }
            }
        }
    }

    @Test("the truth is accepted at once, and written once a language", arguments: SimulatedProvider.allCases)
    func truth(provider: SimulatedProvider) async throws {
        for change in [-0.012, 0.06, 0.0] {
            try await provider.with(nil) { model, world in
                let (market, log) = (try Self.market(change), MemoryModels())
                for _ in 0..<3 { try await write(model, market, log) }
                for language in Language.allCases {
                    let written = try #require(try await log.analysis(of: .hour(768), in: language))
                    let reasons = try await log.calls(before: nil, limit: 9).map(\.details)
                    #expect(written.outcome == .accepted, "\(reasons)")
                    #expect(written.text?.contains("{") == false && written.text?.isEmpty == false)
                }
                #expect(world.requests.all.count == 2)
            }
        }
    }
}
