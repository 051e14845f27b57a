import Domain
import Support
import Testing

@testable import Collection

@Suite("Corrections") struct CorrectionTests {
    @Test("a candle that the venue corrects three hours later is corrected, and what was there is kept")
    func followed() async throws {
        let host = SimulatedHost(["first"])
        host.venues[0].behave { candles, _, now in
            now < .hour(2003)
                ? candles.map {
                    $0.openTime == .hour(1999) ? $0.changed(high: $0.open, low: $0.open, close: $0.open) : $0
                }
                : candles
        }
        try await host.pass()
        #expect(try await host.wrong(1990, 2000) == [.hour(1999)])
        try await host.pass(atHour: 2003)
        #expect(try await host.wrong(1990, 2003) == [])
        let replaced = try await host.candles.replaced(
            of: .oneHour, in: TimeRange(.hour(1999), until: .hour(2000)), limit: 5)
        #expect(replaced.map(\.reason) == [.correction])
    }

    @Test("hours of a worse source are replaced once the better one is back, never the reverse")
    func ranking() async throws {
        let host = SimulatedHost(["first", "second"])
        host.venues[0].behave { _, _, _ throws(SourceFailure) in throw SourceFailure(.timeout, source: "first") }
        try await host.pass()
        #expect(
            try await host.candles.supply(of: .oneHour, in: TimeRange(.earliest, until: .latest))
                .map(\.key) == ["second"])
        host.venues[0].behave { candles, _, _ in candles }
        try await host.pass(atHour: 2001)
        let newest = TimeRange(.hour(1960), until: .hour(2001))
        #expect(
            try await host.candles.supply(of: .oneHour, in: newest)
                .map(\.key) == ["first"])
        host.venues[0].behave { _, _, _ throws(SourceFailure) in throw SourceFailure(.timeout, source: "first") }
        try await host.pass(atHour: 2002)
        #expect(
            try await host.candles.supply(of: .oneHour, in: newest)
                .map(\.key) == ["first"])
    }

    @Test("a wrong hour of last month is replaced when a person asks for it, and not before")
    func refetch() async throws {
        let host = SimulatedHost(["first"])
        try await host.pass()
        let wrong = try host.market.truth(.oneHour, at: .hour(1500)).changed(volume: 1)
        host.memory.overwrite([
            ArchivedCandle(wrong, source: "first", run: RunID(rawValue: "old"), seenAt: .hour(1501) + .minutes(1))
        ])
        try await host.pass(atHour: 2001)
        #expect(try await host.wrong(1400, 2000) == [.hour(1500)])
        let range = TimeRange(.hour(1490), until: .hour(1510))
        guard
            case .done(let run) = try await host.collector().refetch(
                range, of: .oneHour, command: "collect --refetch", trigger: .manual
            ).result
        else { throw SimulatedHost.Busy() }
        #expect(run.outcome == .ok)
        #expect(try await host.wrong(1400, 2000) == [])
        #expect(try await host.candles.replaced(of: .oneHour, in: range, limit: 5).map(\.reason) == [.refetch])
    }

    @Test("hours that the first source lacks are taken from the second, or the run is not a success")
    func refetchOfTwo() async throws {
        let host = SimulatedHost(["first", "second"])
        let range = TimeRange(.hour(1490), until: .hour(1510))
        func refetch() async throws -> RunOutcome {
            guard
                case .done(let run) = try await host.collector().refetch(
                    range, of: .oneHour, command: "collect --refetch", trigger: .manual
                ).result
            else { throw SimulatedHost.Busy() }
            return run.outcome
        }
        host.venues[0].behave { candles, _, _ in candles.filter { $0.openTime >= .hour(1500) } }
        host.venues[1].behave { _, _, _ throws(SourceFailure) in throw SourceFailure(.timeout, source: "second") }
        #expect(try await refetch() != .ok)
        #expect(try await host.wrong(1490, 1510).count == 10)
        host.venues[1].behave { candles, _, _ in candles }
        #expect(try await refetch() == .ok)
        #expect(try await host.wrong(1490, 1510) == [])
        #expect(try await host.candles.supply(of: .oneHour, in: range) == ["first": 10, "second": 10])
    }

    /// Stores hours of "first" with a wrong volume.
    private func storeWrong(_ host: SimulatedHost, _ from: Int64, _ to: Int64) throws {
        host.memory.overwrite(
            try (from..<to).map { hour in
                ArchivedCandle(
                    try host.market.truth(.oneHour, at: .hour(hour)).changed(volume: 1), source: "first",
                    run: RunID(rawValue: "old"), seenAt: .hour(hour + 1) + .minutes(1))
            })
    }

    private func refetch(_ host: SimulatedHost, _ from: Int64, _ to: Int64) async throws -> (
        outcome: RunOutcome, summary: BackfillSummary
    ) {
        let (result, summary) = try await host.collector().refetch(
            TimeRange(.hour(from), until: .hour(to)), of: .oneHour, command: "collect --refetch", trigger: .manual)
        guard case .done(let run) = result else { throw SimulatedHost.Busy() }
        return (run.outcome, summary)
    }

    @Test("a page that fails is still owed where its hours are of the source that failed, and the others are corrected")
    func failedPage() async throws {
        let host = SimulatedHost(["first", "second"], pageSize: 100)
        try storeWrong(host, 1000, 1300)
        host.venues[0].behave { candles, range, _ throws(SourceFailure) in
            if range.contains(.hour(1150)) { throw SourceFailure(.timeout, source: "first") }
            return candles
        }
        let (outcome, summary) = try await refetch(host, 1000, 1300)
        #expect(outcome != .ok && summary.owed == 100)
        #expect(try await host.wrong(1000, 1300) == (1100..<1200).map(Timestamp.hour))
        host.venues[0].behave { candles, _, _ in candles }
        #expect(try await refetch(host, 1000, 1300).summary.owed == 0)
        #expect(try await host.wrong(1000, 1300) == [])
    }

    @Test("hours for which the source stood still are still owed")
    func stoodStill() async throws {
        let host = SimulatedHost(["first", "second"], pageSize: 100)
        try storeWrong(host, 1000, 1100)
        let stuck = try host.market.truth(.oneHour, at: .hour(1040))
        host.venues[0].behave { candles, _, _ in
            candles.map { candle in
                guard (Timestamp.hour(1040)..<Timestamp.hour(1060)).contains(candle.openTime) else { return candle }
                let repeated = try? Candle(
                    .oneHour, at: candle.openTime, open: stuck.open, high: stuck.high, low: stuck.low,
                    close: stuck.close, volume: stuck.volume)
                return repeated ?? candle
            }
        }
        let (outcome, summary) = try await refetch(host, 1000, 1100)
        #expect(outcome != .ok && summary.owed == 19)
        #expect(try await host.wrong(1000, 1100) == (1041..<1060).map(Timestamp.hour))
    }
}
