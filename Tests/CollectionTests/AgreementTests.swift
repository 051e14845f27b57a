import Domain
import Support
import Testing

@testable import Collection

@Suite("Agreement of the sources") struct AgreementTests {
    func verdict(_ closes: [(SourceName, Double, Quote)]) -> Agreement.Verdict {
        Agreement(
            closes.map {
                Sighting(
                    source: $0.0, interval: .oneHour, openTime: .hour(1), close: $0.1, volume: 1, quote: $0.2,
                    seenAt: .hour(3))
            }
        ).verdict
    }

    @Test("two agree within 2 %, or 7 % between a dollar and a stablecoin; with three the median decides")
    func verdicts() {
        #expect(verdict([("a", 100, .usd)]) == .unknown)
        #expect(verdict([("a", 100, .usd), ("b", 101.9, .usd)]) == .agreed)
        #expect(verdict([("a", 100, .usd), ("b", 106.9, .usdt)]) == .agreed)
        guard case .undecided(let spread) = verdict([("a", 100, .usd), ("b", 105, .usd)]) else {
            Issue.record("two cannot decide")
            return
        }
        #expect(abs(spread - 0.05) < 1e-9)
        guard case .odd(let odd, _) = verdict([("a", 100, .usd), ("b", 105, .usd), ("c", 100.5, .usd)]) else {
            Issue.record("three decide")
            return
        }
        #expect(odd == ["b"])
        guard case .undecided = verdict([("a", 100, .usd), ("b", 105, .usd), ("c", 95, .usd)]) else {
            Issue.record("three opinions are no majority")
            return
        }
    }

    @Test("a source that drifts is named, its hours come from another one, and nothing is doubtful")
    func drift() async throws {
        let host = SimulatedHost()
        try await host.pass()
        host.venues[0].behave { candles, _, _ in
            candles.map { $0.openTime >= .hour(2000) ? $0.scaled(by: 1.05) : $0 }
        }
        let run = try await host.pass(atHour: 2003)
        #expect(run.sources.first { $0.source == "first" }?.error?.kind == .disagrees)
        #expect(try await host.wrong(1990, 2003) == [])
        #expect(try await host.sightings.doubtful(of: .oneHour, in: TimeRange(.hour(0), until: .hour(3000))) == [])
        // It stays so, and is over when the source is right again.
        #expect(try await host.pass(atHour: 2004).sources.contains { $0.error?.kind == .disagrees })
        #expect(try await host.wrong(1990, 2004) == [])
        host.venues[0].behave { candles, _, _ in candles }
        #expect(try await host.pass(atHour: 2005).sources.allSatisfy { $0.error == nil })
    }

    @Test("of two sources that disagree neither is known to be right: the hour is doubtful")
    func doubtful() async throws {
        let host = SimulatedHost(["first", "second"])
        host.venues[1].behave { candles, _, _ in
            candles.map { $0.openTime == .hour(1999) ? $0.scaled(by: 1.05) : $0 }
        }
        let run = try await host.pass()
        let all = TimeRange(.hour(0), until: .hour(3000))
        // The open hour, whose close is the current price, is as doubtful as the newest closed one.
        #expect(try await host.sightings.doubtful(of: .oneHour, in: all).map(\.openTime) == [.hour(1999), .hour(2000)])
        #expect(Set(run.sources.filter { $0.error?.kind == .disagrees }.map(\.source)) == ["first", "second"])
        #expect(run.outcome == .degraded)
        host.venues[1].behave { candles, _, _ in candles }
        try await host.pass(atHour: 2001)
        #expect(try await host.sightings.doubtful(of: .oneHour, in: all) == [])
    }

    @Test("an odd fallback does not change what is stored")
    func oddFallback() async throws {
        let host = SimulatedHost()
        host.venues[2].behave { candles, _, _ in candles.map { $0.scaled(by: 0.9) } }
        for hour in 2000..<2006 { try await host.pass(atHour: Int64(hour)) }
        #expect(try await host.wrong(1990, 2005) == [])
        #expect(try await host.sightings.doubtful(of: .oneHour, in: TimeRange(.hour(0), until: .hour(3000))) == [])
    }

    @Test(
        "an impossible hour is replaced by another source's: twice the high, a low of 0.01, 2.3 times, 60,000 times the volume",
        arguments: 0..<4)
    func spikes(_ kind: Int) async throws {
        let host = SimulatedHost()
        host.venues[0].behave { candles, _, _ in
            candles.map { candle in
                guard candle.openTime == .hour(1990) else { return candle }
                return switch kind {
                case 0: candle.changed(high: candle.high * 2)
                case 1: candle.changed(low: 0.01)
                case 2: candle.scaled(by: 2.3)
                default: candle.changed(volume: candle.volume * 60_000)
                }
            }
        }
        try await host.pass()
        #expect(try await host.wrong(1980, 2000) == [])
        try await host.pass(atHour: 2001)
        #expect(try await host.wrong(1980, 2001) == [])
    }

    @Test("a crash that every source saw is no spike")
    func crash() async throws {
        let host = SimulatedHost()
        for venue in host.venues {
            venue.behave { candles, _, _ in
                candles.map { $0.openTime == .hour(1990) ? $0.changed(low: $0.low / 2) : $0 }
            }
        }
        try await host.pass()
        #expect(try await host.wrong(1980, 2000) == [.hour(1990)])
        #expect(try await host.sightings.doubtful(of: .oneHour, in: TimeRange(.hour(0), until: .hour(3000))) == [])
    }

    @Test("a spike of the only source is doubtful")
    func alone() async throws {
        let host = SimulatedHost(["only"])
        host.venues[0].behave { candles, _, _ in
            candles.map { $0.openTime == .hour(1990) ? $0.changed(high: $0.high * 2) : $0 }
        }
        try await host.pass()
        let doubtful = try await host.sightings.doubtful(of: .oneHour, in: TimeRange(.hour(0), until: .hour(3000)))
        #expect(doubtful.map(\.reason) == [.spike])
    }

    @Test("a source that gives the same candle for a day is stale, and another one serves")
    func stuck() async throws {
        let host = SimulatedHost()
        host.venues[0].behave { candles, _, now throws(SourceFailure) in
            guard let stuck = candles.first(where: { $0.openTime == .hour(1976) }) else { return candles }
            return candles.map { candle in
                guard candle.openTime > .hour(1976) else { return candle }
                return
                    (try? Candle(
                        .oneHour, at: candle.openTime, open: stuck.open, high: stuck.high, low: stuck.low,
                        close: stuck.close, volume: stuck.volume)) ?? candle
            }
        }
        let run = try await host.pass()
        #expect(run.sources.first?.error?.kind == .stale)
        #expect(try await host.wrong(1950, 2000) == [])
    }
}
