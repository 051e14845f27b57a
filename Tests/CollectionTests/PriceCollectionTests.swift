import Domain
import Support
import Testing

@testable import Collection

@Suite("Collecting prices") struct PriceCollectionTests {
    @Test("an empty archive is filled with a month by the first source, and a second one is asked to compare")
    func firstSourceServes() async throws {
        let host = SimulatedHost()
        let run = try await host.pass()
        #expect(run.outcome == .ok)
        #expect(try await host.wrong(2000 - 31 * 24, 2000) == [])
        #expect(run.sources.first?.source == "first" && run.sources.first?.part == .prices)
        #expect(run.sources.filter { $0.part == .comparison }.count == 1)
        #expect(
            try await host.candles.supply(of: .oneHour, in: TimeRange(.earliest, until: .latest))
                .map(\.key) == ["first"])
    }

    @Test("a second pass changes nothing")
    func idempotent() async throws {
        let host = SimulatedHost()
        try await host.pass()
        let before = try await host.candles.candles(of: .oneHour, in: nil, limit: .max)
        let run = try await host.pass()
        #expect(run.sources.map { [$0.new, $0.updated] }.allSatisfy { $0 == [0, 0] })
        #expect(try await host.candles.candles(of: .oneHour, in: nil, limit: .max) == before)
    }

    @Test("the second source is used when the first fails, and the run records the reason")
    func fallback() async throws {
        let host = SimulatedHost()
        host.venues[0].behave { _, _, _ throws(SourceFailure) in throw SourceFailure(.blocked, source: "first") }
        let run = try await host.pass()
        #expect(run.outcome == .degraded)
        #expect(run.sources.prefix(2).map(\.outcome) == [.failed, .ok])
        #expect(run.sources.first?.error?.kind == .blocked)
        #expect(try await host.wrong(2000 - 31 * 24, 2000) == [])
    }

    @Test("an hour missing at every source stays absent, without a failure, and is asked for rarely")
    func honestGap() async throws {
        let host = SimulatedHost(["first", "second"])
        for venue in host.venues {
            venue.behave { candles, _, _ in candles.filter { $0.openTime != .hour(1500) } }
        }
        for hour in 2000..<2060 { #expect(try await host.pass(atHour: Int64(hour)).outcome == .ok) }
        #expect(try await host.wrong(1500, 1600) == [.hour(1500)])
        let asked = host.venues[0].requests.count { $0.range.contains(.hour(1500)) }
        #expect(asked <= 6)
        let missing = try await MissingCandles(
            of: .oneHour, in: TimeRange(.hour(1400), until: .hour(2000)), host.candles,
            sources: host.venues.map { ($0.name, $0.facts) }, log: host.sources, now: host.market.now)
        #expect((missing.owed, missing.absent) == (0, 1))
    }

    @Test("a source with old data is stale, and the next one is used")
    func stale() async throws {
        let host = SimulatedHost()
        host.venues[0].behave { candles, _, now in candles.filter { $0.openTime < now - .hours(10) } }
        let run = try await host.pass()
        #expect(run.sources.first?.error?.kind == .stale)
        #expect(try await host.candles.candles(of: .oneHour, in: nil, limit: 1).first?.source == "second")
    }

    @Test("a source with an empty response has failed")
    func empty() async throws {
        let host = SimulatedHost(["silent"])
        host.venues[0].behave { _, _, _ in [] }
        let run = try await host.pass()
        #expect(run.outcome == .failed)
        #expect(run.sources.first?.error?.kind == .empty)
    }

    @Test("our clock being fast does not close a candle that the venue still has open")
    func fastClock() async throws {
        let host = SimulatedHost(["venue"])
        let venue = host.venues[0]
        let fast = host.market.now + .minutes(50)
        let ports = CollectionPorts(
            priceSources: [venue], candles: host.candles, sightings: host.sightings, sources: host.sources,
            journal: host.journal, now: { fast }, wait: { _ in })
        var collection = PriceCollection(.oneHour, ports: ports, run: RunID(rawValue: "run"))
        _ = try await collection.followNewest()
        let newest = try await host.candles.candles(of: .oneHour, in: nil, limit: 1).first
        #expect(newest?.candle.openTime == .hour(2000) && newest?.isClosed == false)
        #expect(try await host.sources.state(of: "venue").clock?.offset == .minutes(-50))
        #expect(host.journal.events.contains { $0.fields["cause"] == "clock-skew" })
    }

    @Test("a source gets no request for data that it no longer offers")
    func depth() async throws {
        let market = SimulatedMarket(at: SimulatedHost.start)
        let host = SimulatedHost(
            market, [SimulatedVenue("shallow", of: market, facts: SourceFacts(pageSize: 300, depth: 24))])
        try await host.pass()
        #expect(host.venues[0].requests.allSatisfy { $0.range.start >= .hour(1977) })
    }

    @Test("minutes are collected beside hours, and hours come first")
    func minutes() async throws {
        let host = SimulatedHost(["first"])
        try await host.pass([.oneMinute, .oneHour])
        let minutes = try await host.candles.candles(of: .oneMinute, in: nil, limit: .max).filter(\.isClosed)
        #expect(minutes.count >= 24 * 60)
        #expect(host.venues[0].requests.first?.range.duration ?? .zero >= .hours(48))
    }

    @Test("rows that cannot be read are counted, and a response full of them is a failure")
    func refusedRows() async throws {
        let now = SimulatedHost.start
        func prices(_ name: SourceName, refusing: Int) -> ScriptedPrices {
            ScriptedPrices(name) { interval, range throws(SourceFailure) in
                let given = try await ScriptedPrices(name, now: now).candles(of: interval, in: range)
                return CandleBatch(
                    candles: given.candles.filter { $0.openTime.seconds / 3600 % 3 != 0 || refusing == 1 },
                    venueTime: now, rejected: Array(repeating: "a null", count: refusing))
            }
        }
        func run(_ sources: [any PriceSource]) async throws -> ([SourceReport], any CandleArchive) {
            let host = SimulatedHost()
            let ports = CollectionPorts(
                priceSources: sources, candles: host.candles, sightings: host.sightings, sources: host.sources,
                journal: host.journal, now: { now }, wait: { _ in })
            var collection = PriceCollection(.oneHour, ports: ports, run: RunID(rawValue: "run"))
            _ = try await collection.followNewest()
            try await collection.repair(TimeRange(.hour(1952), until: .hour(2000)), limit: 10)
            return (collection.reports.all, host.candles)
        }
        let (one, _) = try await run([prices("first", refusing: 1)])
        #expect(one.first?.rejected == 1 && one.first?.outcome == .ok)
        let (many, candles) = try await run([prices("first", refusing: 16), ScriptedPrices("second", now: now)])
        #expect(many.first?.error?.kind == .unexpectedShape && (many.first?.rejected ?? 0) >= 16)
        // What it did not give comes from the next one.
        #expect(try await candles.gaps(of: .oneHour, in: TimeRange(.hour(1952), until: .hour(2000)), limit: 9) == [])
    }
}
