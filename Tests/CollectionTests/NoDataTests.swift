import Domain
import Support
import Testing

@testable import Collection

@Suite("Hours that no venue has") struct NoDataTests {
    private func host(_ names: [SourceName], without gap: Range<Int64>) -> SimulatedHost {
        let market = SimulatedMarket(at: SimulatedHost.start)
        let facts = SourceFacts(pageSize: 100, firstCandle: .hour(-50_000))
        let absent = TimeRange(.hour(gap.lowerBound), until: .hour(gap.upperBound))
        return SimulatedHost(
            market,
            names.map { name in
                SimulatedVenue(name, of: market, facts: facts) { candles, _, _ in
                    candles.filter { !absent.contains($0.openTime) }
                }
            })
    }

    @Test(
        "a backfill over an outage of months is a success with the absences recorded, and later passes are too",
        arguments: [["only"], ["first", "second"]])
    func backfill(names: [SourceName]) async throws {
        let host = host(names, without: 300..<1000)
        let (run, summary) = try await host.backfill(0, 1256)
        #expect(run.outcome == .ok && run.sources.allSatisfy { $0.error == nil })
        #expect(summary.owed == 0 && summary.absent == 700 && summary.kept == 556)
        let absences = try await host.sources.absences(
            of: names[0], .oneHour, in: TimeRange(.hour(0), until: .hour(1256)))
        #expect(absences.map(\.range).joined() == [TimeRange(.hour(300), until: .hour(1000))])
        #expect(absences.allSatisfy { $0.reason == .outage })
        for hour in 2000..<2012 { #expect(try await host.pass(atHour: Int64(hour)).outcome == .ok) }
        #expect(try await host.sources.states().allSatisfy { $0.failures == 0 })
    }

    @Test("a refetch of hours that no venue has is a success, and says how many are absent")
    func refetch() async throws {
        let host = host(["only"], without: 1500..<1800)
        try await host.pass()
        let (result, summary) = try await host.collector().refetch(
            TimeRange(.hour(1450), until: .hour(1850)), of: .oneHour, command: "collect --refetch", trigger: .manual)
        guard case .done(let run) = result else { throw SimulatedHost.Busy() }
        #expect(run.outcome == .ok && run.sources.allSatisfy { $0.error == nil })
        #expect(summary.asked == 400 && summary.absent == 300 && summary.owed == 0)
    }

    @Test("a part that is missing from one response alone is no absence")
    func partialOnce() async throws {
        let host = SimulatedHost(["only"], pageSize: 100)
        let count = Counter()
        host.venues[0].behave { candles, _, _ in
            count.next() % 2 == 1 ? candles.filter { $0.openTime.seconds % 7 > 0 } : candles
        }
        #expect(try await host.backfill(0, 1000).summary.absent == 0)
        #expect(try await host.wrong(0, 1000) == [])
        #expect(try await host.sources.absences(limit: 5).isEmpty)
    }

    @Test("an empty page of a source that has only its newest candles is not its beginning")
    func depth() async throws {
        let market = SimulatedMarket(at: SimulatedHost.start)
        let host = SimulatedHost(
            market, [SimulatedVenue("only", of: market, facts: SourceFacts(pageSize: 100, depth: 700))])
        let count = Counter()
        host.venues[0].behave { candles, range, _ in
            range.end <= .hour(1800) && count.next() <= 2 ? [] : candles
        }
        try await host.pass()
        let absences = try await host.sources.absences(limit: 5)
        #expect(absences.allSatisfy { $0.reason != .beforeFirst })
        for hour in 2001..<2003 { try await host.pass(atHour: Int64(hour)) }
        #expect(try await host.wrong(1310, 2002) == [])
    }

    @Test("the minute that closes while a backfill begins is not owed by it")
    func closingMinute() async throws {
        let host = SimulatedHost(["only"], at: .hour(2000) + .seconds(5))
        // Each request takes a minute.
        let market = host.market
        host.venues[0].behave { candles, _, now in
            market.advance(to: now + .minutes(1))
            return candles
        }
        let (result, summary) = try await host.collector().backfill(
            TimeRange(.hour(1990), until: .hour(2000)), of: .oneMinute, command: "backfill", trigger: .manual)
        guard case .done(let run) = result else { throw SimulatedHost.Busy() }
        #expect(run.outcome == .ok && summary.owed == 0 && summary.absent == 0, "\(summary) \(run.sources)")
    }

    @Test("a page that one source gave twice as empty is no outage of it where another source has the page")
    func emptyAtOne() async throws {
        let host = host(["first", "second"], without: 0..<0)
        host.venues[0].behave { candles, range, _ in
            candles.filter { _ in !range.contains(.hour(1150)) }
        }
        let (_, summary) = try await host.backfill(1000, 1300)
        #expect(summary.owed == 0 && summary.kept == 300)
        let absences = try await host.sources.absences(
            of: "first", .oneHour, in: TimeRange(.hour(1000), until: .hour(1300)))
        #expect(!absences.isEmpty && absences.allSatisfy { $0.reason == .noData }, "\(absences)")
    }

    @Test("a repair that lets others go first establishes no outage meanwhile, and asks for no page twice over")
    func interrupted() async throws {
        let host = host(["first", "second"], without: 300..<1000)
        let window = TimeRange(.hour(0), until: .hour(1256))
        var collection = PriceCollection(
            .oneHour, ports: host.ports(), run: RunID(rawValue: "run"), insisting: true)
        var state = RepairState()
        var interruptions = 0
        while true {
            let asked = host.venues.map(\.requests.count)
            let result = try await collection.repair(
                window, &state, shouldStop: { host.venues.map(\.requests.count) != asked })
            if let result {
                #expect(result.owed == 0 && result.absent == 700)
                break
            }
            interruptions += 1
            guard state.source == 0 else { continue }
            let absences = try await host.sources.absences(of: "first", .oneHour, in: window)
            // Only the pages that the source gave in part are.
            #expect(absences.filter { $0.reason == .outage }.allSatisfy { $0.range.length(.oneHour) < 100 })
        }
        #expect(interruptions > 9)
        for venue in host.venues {
            let empty = venue.requests.map(\.range).filter { $0.start >= .hour(300) && $0.end <= .hour(1000) }
            #expect(Dictionary(grouping: empty, by: \.self).values.allSatisfy { $0.count <= 2 })
        }
    }
}

extension TimeRange {
    fileprivate func length(_ interval: Interval) -> Int { [self].count(of: interval) }
}
