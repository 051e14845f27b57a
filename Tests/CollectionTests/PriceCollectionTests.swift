import Domain
import Support
import Testing

@testable import Collection

@Suite("Collecting prices") struct PriceCollectionTests {
    let archive = MemoryCandles()
    let journal = MemoryJournal()
    let run = RunID(rawValue: "run")
    let now = Timestamp.hour(200) + .minutes(20)
    let week = TimeRange(.hour(32), until: .hour(200))

    func fill(_ sources: [any PriceSource], at moment: Timestamp? = nil, run: RunID? = nil) async throws
        -> PriceCollection.Result
    {
        let moment = moment ?? now
        return try await PriceCollection(sources: sources, archive: archive, journal: journal, now: { moment })
            .fill(week, of: .oneHour, followingNow: true, run: run ?? self.run)
    }

    @Test("an empty archive is filled by the first source, without the others")
    func firstSourceServes() async throws {
        let (first, second) = (ScriptedPrices("first", now: now), ScriptedPrices("second", now: now))
        let result = try await fill([first, second])
        #expect(result.served)
        #expect(result.reports.map(\.new) == [169])
        #expect(second.requests.isEmpty)
    }

    @Test("a second pass changes nothing")
    func idempotent() async throws {
        _ = try await fill([ScriptedPrices("first", now: now)])
        let before = try await archive.candles(of: .oneHour, in: nil, limit: .max)
        let result = try await fill([ScriptedPrices("first", now: now)], run: RunID(rawValue: "second"))
        #expect(result.reports.map { [$0.new, $0.updated] } == [[0, 0]])
        #expect(try await archive.candles(of: .oneHour, in: nil, limit: .max) == before)
    }

    @Test("the second source is used when the first fails, and the run records the reason")
    func fallback() async throws {
        let result = try await fill([ScriptedPrices(failing: .blocked, "first"), ScriptedPrices("second", now: now)])
        #expect(result.served)
        #expect(result.reports.map(\.outcome) == [.failed, .ok])
        #expect(result.reports.first?.error?.kind == .blocked)
    }

    @Test("only hours that the first source lacks are requested from the next")
    func repairsGaps() async throws {
        let gap: Set<Timestamp> = [.hour(100), .hour(101)]
        let second = ScriptedPrices("second", now: now)
        _ = try await fill([ScriptedPrices("first", now: now, missing: gap), second])
        #expect(second.requests == [TimeRange(.hour(100), until: .hour(102))])
        let sources = try await archive.candles(of: .oneHour, in: TimeRange(.hour(99), until: .hour(103)), limit: 10)
            .map(\.source)
        #expect(sources == ["first", "second", "second", "first"])
    }

    @Test("an hour missing at every source stays absent, without a failure")
    func honestGap() async throws {
        let gap: Set<Timestamp> = [.hour(100)]
        let result = try await fill([
            ScriptedPrices("first", now: now, missing: gap), ScriptedPrices("second", now: now, missing: gap),
        ])
        #expect(result.served)
        #expect(result.reports.allSatisfy { $0.outcome == .ok })
        #expect(try await archive.candles(of: .oneHour, in: TimeRange(.hour(100), until: .hour(101)), limit: 1).isEmpty)
    }

    @Test("a source with old data is stale, and the next one is used")
    func stale() async throws {
        let result = try await fill([ScriptedPrices("old", now: .hour(190)), ScriptedPrices("fresh", now: now)])
        #expect(result.reports.first?.error?.kind == .stale)
        #expect(try await archive.candles(of: .oneHour, in: nil, limit: 1).first?.source == "fresh")
    }

    @Test("the newest candle of old data does not pass for closed, even under today's date")
    func staleUnderTodaysDate() async throws {
        let today = now
        let cached = ScriptedPrices("old") { interval, range throws(SourceFailure) in
            let told = try await ScriptedPrices("", now: .hour(190)).candles(of: interval, in: range)
            return CandleBatch(candles: told.candles, venueTime: today)
        }
        _ = try await fill([cached])
        let kept = try await archive.candles(of: .oneHour, in: nil, limit: .max)
        #expect(kept.first?.candle.openTime == .hour(190) && kept.first?.isClosed == false)
        #expect(kept.dropFirst().allSatisfy { $0.isClosed })
        _ = try await fill([ScriptedPrices("fresh", now: now)])
        #expect(
            try await archive.candles(of: .oneHour, in: TimeRange(.hour(190), until: .hour(191)), limit: 1).first?
                .source == "fresh")
    }

    @Test("a source with an empty response has failed")
    func empty() async throws {
        let source = ScriptedPrices("silent") { _, _ throws(SourceFailure) in CandleBatch(candles: [], venueTime: nil) }
        let result = try await fill([source])
        #expect(!result.served)
        #expect(result.reports.first?.error?.kind == .empty)
    }

    @Test("an open candle is replaced once it closes")
    func openThenClosed() async throws {
        _ = try await fill([ScriptedPrices("first", now: now)])
        #expect(try await archive.candles(of: .oneHour, in: nil, limit: 1).first?.isClosed == false)
        let later = Timestamp.hour(201) + .minutes(5)
        _ = try await PriceCollection(
            sources: [ScriptedPrices("first", now: later)], archive: archive, journal: journal, now: { later }
        )
        .fill(TimeRange(.hour(33), until: .hour(201)), of: .oneHour, followingNow: true, run: run)
        #expect(
            try await archive.candles(of: .oneHour, in: TimeRange(.hour(200), until: .hour(201)), limit: 1).first?
                .isClosed == true)
    }

    @Test("our clock being fast does not close a candle that the venue still has open")
    func fastClock() async throws {
        let venueNow = now
        let source = ScriptedPrices("venue", now: venueNow)
        _ = try await fill([source], at: now + .minutes(50))
        let newest = try await archive.candles(of: .oneHour, in: TimeRange(.hour(200), until: .hour(201)), limit: 1)
            .first
        #expect(newest?.isClosed == false)
        #expect(journal.events.contains { $0.fields["cause"] == "clock-skew" })
    }

    @Test("a source gets no request for data that it no longer offers")
    func depth() async throws {
        let source = ScriptedPrices("shallow", now: now, depth: 24)
        _ = try await fill([source])
        #expect(source.requests.allSatisfy { $0.start >= .hour(177) })
    }
}
