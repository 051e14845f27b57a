import Domain
import Support
import Testing

@testable import Collection

@Suite("Old hours of a source that is odd") struct RecheckTests {
    private let always = TimeRange(.hour(-30_000), until: .hour(3000))

    /// 5 % off, and cents instead of dollars.
    static let factors = [1.05, 100]

    @Test("a first run whose first source drifts ends with the truth", arguments: factors)
    func firstRun(factor: Double) async throws {
        let host = SimulatedHost()
        host.venues[0].behave { candles, _, _ in candles.map { $0.scaled(by: factor) } }
        let run = try await host.pass()
        #expect(run.sources.first { $0.source == "first" }?.error?.kind == .disagrees)
        #expect(try await host.wrong(2000 - 31 * 24, 2000) == [])
        #expect(try await host.sightings.doubtful(of: .oneHour, in: always) == [])
        // The open hour, which is the current price, is not the drifting source's either.
        let newest = try await host.candles.candles(of: .oneHour, in: nil, limit: 1).first
        #expect(newest?.candle.openTime == .hour(2000) && newest?.source != "first")
        for hour in 2001..<2004 { try await host.pass(atHour: Int64(hour)) }
        #expect(try await host.wrong(2000 - 31 * 24, 2003) == [])
        host.venues[0].behave { candles, _, _ in candles }
        try await host.pass(atHour: 2004)
        #expect(try await host.pass(atHour: 2005).sources.allSatisfy { $0.error == nil })
        #expect(try await host.wrong(2000 - 31 * 24, 2005) == [])
    }

    @Test("volumes in another unit are found by their sums")
    func volumes() async throws {
        let host = SimulatedHost()
        host.venues[0].behave { candles, _, _ in candles.map { $0.changed(volume: $0.volume * 1e8) } }
        try await host.pass()
        #expect(try await host.wrong(2000 - 31 * 24, 1950) == [])
    }

    /// Lies in which each close is within the limits of one candle.
    static let subtleLies: [(String, @Sendable ([Candle]) -> [Candle])] = [
        ("ranges", { $0.map { $0.changed(high: $0.high * 1.2) } }),
        ("ranges", { $0.map { $0.changed(low: $0.low * 0.8) } }),
        ("high and low are equal", { $0.map { $0.changed(open: $0.close, high: $0.close, low: $0.close) } }),
        ("volumes are all 0", { $0.map { $0.changed(volume: 0) } }),
        (
            "closes do not move",
            { candles in
                candles.map { candle in
                    var random = SeededGenerator(seed: UInt64(candle.openTime.seconds))
                    return candle.scaled(by: Double.random(in: 0.985...1.015, using: &random))
                }
            }
        ),
        (
            "closes do not move",
            { candles in
                zip(candles, candles.reversed()).map { candle, other in
                    candle.changed(
                        open: other.open, high: other.high, low: other.low, close: other.close, volume: other.volume)
                }
            }
        ),
    ]

    @Test(
        "a source whose candles have another shape than all others leaves none of them", arguments: subtleLies.indices)
    func shape(_ index: Int) async throws {
        let (reason, lie) = Self.subtleLies[index]
        let host = SimulatedHost()
        host.venues[0].behave { candles, _, _ in lie(candles) }
        let run = try await host.pass()
        let error = run.sources.first { $0.source == "first" }?.error
        #expect(error?.kind == .disagrees && error?.message.contains(reason) == true, "\(error?.message ?? "none")")
        #expect(try await host.wrong(2000 - 31 * 24, 2000) == [])
        #expect(try await host.sightings.doubtful(of: .oneHour, in: always) == [])
    }

    @Test("one wrong hour makes no noise of the others")
    func oneSpike() async throws {
        let host = SimulatedHost()
        host.venues[0].behave { candles, _, _ in
            candles.map { $0.openTime == .hour(1980) ? $0.scaled(by: 1.05) : $0 }
        }
        try await host.pass()
        #expect(try await host.wrong(2000 - 31 * 24, 2000) == [])
        let replaced = try await host.candles.replaced(of: .oneHour, in: always, limit: .max)
        #expect(replaced.map(\.candle.candle.openTime) == [.hour(1980)])
    }

    @Test("beside one other source such hours are doubtful", arguments: subtleLies.indices.dropLast())
    func shapeOfTwo(_ index: Int) async throws {
        let host = SimulatedHost(["first", "second"])
        host.venues[0].behave { candles, _, _ in Self.subtleLies[index].1(candles) }
        try await host.pass()
        let doubtful = Set(try await host.sightings.doubtful(of: .oneHour, in: always).map(\.openTime))
        #expect(try await host.wrong(2000 - 31 * 24, 2000).allSatisfy(doubtful.contains))
    }

    @Test("a smaller change of unit shows in what the source gave before of the same hours")
    func changedVolumes() async throws {
        let host = SimulatedHost(["first", "second"])
        try await host.pass()
        host.venues[0].behave { candles, _, _ in candles.map { $0.changed(volume: $0.volume * 100) } }
        for hour in 2001..<2004 {
            let run = try await host.pass(atHour: Int64(hour))
            let error = run.sources.first { $0.source == "first" }?.error
            #expect(error?.kind == .disagrees && error?.message.hasPrefix("volumes about 100 times larger") == true)
            #expect(try await host.wrong(2000 - 31 * 24, Int64(hour)) == [])
        }
    }

    @Test("a source that has stood still at one candle for ever leaves none of it")
    func stuckForEver() async throws {
        let host = SimulatedHost()
        let names: Set<SourceName> = ["second", "third"]
        host.venues[0].behave { candles, _, _ in
            candles.compactMap {
                try? Candle($0.interval, at: $0.openTime, open: 10, high: 10, low: 10, close: 10, volume: 1)
            }
        }
        let run = try await host.collector([.oneMinute]).collect([.prices], command: "collect", trigger: .manual)
        guard case .done(let run) = run else { return #expect(Bool(false), "the lease is free") }
        #expect(run.sources.first?.error?.kind == .stale)
        #expect(try await host.wrong(2000 - 31 * 24, 2000) == [])
        for interval in [Interval.oneHour, .oneMinute] {
            let stored = try await host.candles.candles(of: interval, in: nil, limit: .max)
            #expect(!stored.isEmpty && stored.allSatisfy { names.contains($0.source) })
        }
    }

    @Test("what two sources cannot decide is doubtful where only one has hours too, and both are named")
    func undecidedEverywhere() async throws {
        let market = SimulatedMarket(at: SimulatedHost.start)
        let short = SourceFacts(pageSize: 720, depth: 720)
        let host = SimulatedHost(
            market,
            [
                SimulatedVenue("first", of: market) { candles, _, _ in candles.map { $0.scaled(by: 10) } },
                SimulatedVenue("second", of: market, facts: short),
            ])
        let run = try await host.pass()
        let doubtful = Set(try await host.sightings.doubtful(of: .oneHour, in: always).map(\.openTime))
        let stored = try await host.candles.candles(of: .oneHour, in: nil, limit: .max)
        #expect(stored.count == 31 * 24 + 1 && stored.allSatisfy { doubtful.contains($0.candle.openTime) })
        #expect(run.outcome == .degraded)
        #expect(Set(run.sources.filter { $0.error?.kind == .disagrees }.map(\.source)) == ["first", "second"])
        // Each hour that both have counts once, in however many pages and comparisons it was.
        let oldest = short.oldest(of: .oneHour, at: SimulatedHost.start)
        let common = stored.count { $0.isClosed && $0.candle.openTime >= oldest }
        for message in run.sources.compactMap(\.error?.message) {
            #expect(message.hasPrefix("closes of \(common) hours up to 900.0% away"), "\(message)")
        }
    }

    @Test("the open hour of an odd source is doubtful while no other source has it")
    func openHour() async throws {
        let host = SimulatedHost()
        host.venues[0].behave { candles, _, _ in candles.map { $0.scaled(by: 1.05) } }
        for venue in host.venues.dropFirst() {
            venue.behave { candles, _, _ in candles.filter { $0.openTime < .hour(2000) } }
        }
        try await host.pass()
        let open = try await host.candles.candles(of: .oneHour, in: nil, limit: 1).first
        #expect(open?.source == "first" && open?.isClosed == false)
        let doubtful = try await host.sightings.doubtful(of: .oneHour, in: always)
        #expect(doubtful.map(\.openTime) == [.hour(2000)] && doubtful.first?.odd == "first")
        for venue in host.venues.dropFirst() { venue.behave { candles, _, _ in candles } }
        try await host.pass()
        #expect(try await host.candles.candles(of: .oneHour, in: nil, limit: 1).first?.source != "first")
        #expect(try await host.sightings.doubtful(of: .oneHour, in: always) == [])
    }

    @Test("one line for each source and run says what was wrong, with the count")
    func oneLine() async throws {
        let host = SimulatedHost()
        host.venues[0].behave { candles, _, _ in candles.map { $0.scaled(by: 10) } }
        let run = try await host.pass()
        let warnings = host.journal.events.filter { $0.level == .warning }
        #expect(warnings.count == 1, "\(warnings.map(\.message))")
        // The pages that it was left for were never taken from it.
        let message = run.sources.first { $0.source == "first" }?.error?.message ?? ""
        let replaced = try await host.candles.replaced(of: .oneHour, in: always, limit: .max).count
        #expect(message.hasPrefix("closes of \(replaced) hours"), "\(message), \(replaced)")
    }

    @Test("hours that were taken while no other source answered are replaced once two do")
    func takenAlone() async throws {
        let host = SimulatedHost()
        host.venues[0].behave { candles, _, _ in candles.map { $0.scaled(by: 1.05) } }
        for venue in host.venues.dropFirst() {
            venue.behave { _, _, _ throws(SourceFailure) in throw SourceFailure(.timeout, source: "other") }
        }
        try await host.pass()
        #expect(try await host.wrong(2000 - 31 * 24, 2000).count == 31 * 24)
        for venue in host.venues.dropFirst() { venue.behave { candles, _, _ in candles } }
        try await host.pass(atHour: 2001)
        #expect(try await host.wrong(2001 - 31 * 24, 2001) == [])
    }

    @Test("of two sources that disagree every hour is doubtful, and right once the drifting one is")
    func twoSources() async throws {
        let host = SimulatedHost(["first", "second"])
        host.venues[0].behave { candles, _, _ in candles.map { $0.scaled(by: 1.05) } }
        for hour in 2000..<2003 {
            try await host.pass(atHour: Int64(hour))
            let doubtful = try await host.sightings.doubtful(of: .oneHour, in: always).map(\.openTime)
            let wrong = try await host.wrong(Int64(hour) - 31 * 24, Int64(hour))
            #expect(!wrong.isEmpty && Set(wrong).subtracting(doubtful).isEmpty, "hour \(hour)")
        }
        host.venues[0].behave { candles, _, _ in candles }
        try await host.pass(atHour: 2003)
        try await host.pass(atHour: 2004)
        #expect(try await host.wrong(2004 - 31 * 24, 2004) == [])
        #expect(try await host.sightings.doubtful(of: .oneHour, in: TimeRange(.hour(1270), until: .hour(2005))) == [])
    }

    @Test("a backfill over years in which the first source drifted takes them from the others")
    func backfill() async throws {
        let host = SimulatedHost()
        try await host.pass()
        host.venues[0].behave { candles, _, _ in
            candles.map { $0.openTime < .hour(-5000) ? $0.scaled(by: 1.05) : $0 }
        }
        let (run, summary) = try await host.backfill(-10_000, 1000)
        #expect(summary.owed == 0)
        #expect(run.sources.first { $0.source == "first" }?.error?.kind == .disagrees)
        #expect(try await host.wrong(-10_000, 1000) == [])
        #expect(try await host.sightings.doubtful(of: .oneHour, in: always) == [])
    }

    @Test("minutes too")
    func minutes() async throws {
        let host = SimulatedHost()
        host.venues[0].behave { candles, _, _ in candles.map { $0.scaled(by: 1.05) } }
        let range = TimeRange(.hour(1900), until: .hour(1910))
        let (_, summary) = try await host.collector().backfill(
            range, of: .oneMinute, command: "backfill", trigger: .manual)
        #expect(summary.owed == 0)
        let stored = try await host.candles.candles(of: .oneMinute, in: range, limit: .max)
        #expect(stored.count == 600)
        #expect(try stored.allSatisfy { try $0.candle == host.market.truth(.oneMinute, at: $0.candle.openTime) })
    }

    @Test("right sources are asked for a sample of each page, and for no more")
    func cost() async throws {
        let host = SimulatedHost(["first", "second", "third"], pageSize: 1000)
        _ = try await host.backfill(-20_000, 0)
        #expect(host.venues[0].requests.count <= 21)
        #expect(host.venues[1].requests.count + host.venues[2].requests.count <= 21)
    }

    @Test("a source that is odd itself changes nothing when it is asked to compare")
    func oddOpinion() async throws {
        let host = SimulatedHost()
        host.venues[1].behave { candles, _, _ in candles.map { $0.scaled(by: 0.9) } }
        #expect(try await host.backfill(-3000, 1000).summary.owed == 0)
        #expect(try await host.wrong(-3000, 1000) == [])
        #expect(try await host.candles.supply(of: .oneHour, in: always).map(\.key) == ["first"])
        #expect(try await host.sightings.doubtful(of: .oneHour, in: always) == [])
    }
}
