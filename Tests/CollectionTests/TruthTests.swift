import Domain
import Support
import Testing

@testable import Collection

@Suite("Ends with the truth") struct TruthTests {
    @Test(
        "200 random holes, a half candle, a spike and a stuck day per source, and venues that say no", arguments: 0..<4)
    func damaged(seed: Int) async throws {
        try await repairDamage(of: SimulatedHost(["first", "second", "third"]), seed: seed)
    }

    @Test("the same in a database", arguments: Engine.all)
    func damagedDatabase(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await repairDamage(of: SimulatedHost(["first", "second", "third"], in: database), seed: 4)
        }
    }

    /// Fills the archive with 700 hours, some of them damaged, and runs passes for a day.
    private func repairDamage(of host: SimulatedHost, seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        // 200 holes anywhere.
        let holes = Set((1300..<1990).shuffled(using: &random).prefix(200).map { Timestamp.hour(Int64($0)) })
        var stored: [Timestamp: ArchivedCandle] = [:]
        func store(_ hour: Int64, from source: SourceName, _ change: (Candle) -> Candle = { $0 }) throws {
            let candle = change(try host.market.truth(.oneHour, at: .hour(hour)))
            stored[.hour(hour)] = ArchivedCandle(
                candle, source: source, run: RunID(rawValue: "old"), seenAt: .hour(hour + 1) + .seconds(20))
        }
        for hour: Int64 in 1256..<2000 { try store(hour, from: "first") }
        for (index, venue) in host.venues.enumerated() {
            let day = Int64(1400 + 100 * index)
            try store(1960 + Int64(index), from: venue.name) { $0.changed(close: $0.open + 5, volume: $0.volume / 2) }
            try store(day - 20, from: venue.name) { $0.changed(high: $0.high * 2) }
            let stuck = try host.market.truth(.oneHour, at: .hour(day))
            for hour in day + 1..<day + 24 { try store(hour, from: venue.name) { $0.exactly(stuck) } }
        }
        _ = try await host.candles.keep(stored.filter { !holes.contains($0.key) }.map(\.value))
        // One venue refuses for some hours, one answers every fifth request with nothing, and one with a part.
        host.venues[Int.random(in: 0..<3, using: &random)].sayNo(until: SimulatedHost.start + .hours(5))
        let count = Counter()
        host.venues[1].behave { candles, _, _ in
            switch count.next() % 10 {
            case 0: []
            case 5: Array(candles.prefix(candles.count / 2))
            default: candles
            }
        }
        for hour in 2000..<2028 { try await host.pass(atHour: Int64(hour)) }
        let wrong = try await host.wrong(1300, 2027)
        #expect(wrong == [])
        #expect(host.venues.allSatisfy { $0.requestsDespiteRefusal == 0 })
        let all = TimeRange(.hour(0), until: .hour(3000))
        #expect(try await host.sightings.doubtful(of: .oneHour, in: all) == [])
    }

    @Test(
        "a year in which the host is off for ten days at random moments is complete within three passes of each return")
    func year() async throws {
        try await live(SimulatedHost(["first", "second"]), for: 8760, absences: 8)
    }

    @Test("a month in a database, with ten days off", arguments: Engine.all)
    func monthInDatabase(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await live(SimulatedHost(["first", "second"], in: database), for: 720, absences: 1)
        }
    }

    /// Runs a pass every twelve hours, but for ten days in each thousand hours.
    private func live(_ host: SimulatedHost, for hours: Int64, absences count: Int64) async throws {
        var random = SeededGenerator(seed: 11)
        try await host.pass()
        let absences = (0..<count).map { 2100 + $0 * 1000 + Int64.random(in: 0..<700, using: &random) }
        var hour: Int64 = 2000
        var sinceReturn = 0
        while hour < 2000 + hours {
            hour += 12
            if absences.contains(where: { ($0..<$0 + 240).contains(hour) }) {
                sinceReturn = 0
                continue
            }
            sinceReturn += 1
            try await host.pass(atHour: hour)
            if sinceReturn == 3 { #expect(try await host.wrong(hour - 300, hour) == []) }
        }
        #expect(try await host.wrong(2000 - 31 * 24, hour) == [])
    }
}

extension Candle {
    /// The numbers of another candle at this one's time.
    fileprivate func exactly(_ other: Candle) -> Candle {
        let same = try? Candle(
            interval, at: openTime, open: other.open, high: other.high, low: other.low, close: other.close,
            volume: other.volume, quote: quote)
        return same ?? self
    }
}
