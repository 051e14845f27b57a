import Domain
import Support
import Testing

@testable import Collection

@Suite("Ends with the truth") struct TruthTests {
    @Test(
        "200 random holes, a half candle, a spike and a stuck day per source, and venues that say no", arguments: 0..<4)
    func damaged(seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let host = SimulatedHost(["first", "second", "third"])
        try await host.pass()
        // 200 holes anywhere.
        let holes = (1300..<1990).shuffled(using: &random).prefix(200).map { Timestamp.hour(Int64($0)) }
        host.candles.remove(holes, of: .oneHour)
        var damage: [ArchivedCandle] = []
        for (index, venue) in host.venues.enumerated() {
            let day = Int64(1400 + 100 * index)
            func stored(_ hour: Int64, _ change: (Candle) -> Candle) throws -> ArchivedCandle {
                ArchivedCandle(
                    change(try host.market.truth(.oneHour, at: .hour(hour))), source: venue.name,
                    run: RunID(rawValue: "old"), seenAt: .hour(hour + 1) + .seconds(20))
            }
            damage.append(try stored(1960 + Int64(index)) { $0.changed(close: $0.open + 5, volume: $0.volume / 2) })
            damage.append(try stored(day - 20) { $0.changed(high: $0.high * 2) })
            let stuck = try host.market.truth(.oneHour, at: .hour(day))
            for hour in day + 1..<day + 24 {
                damage.append(
                    try stored(hour) {
                        $0.changed(
                            open: stuck.open, high: stuck.high, low: stuck.low, close: stuck.close,
                            volume: stuck.volume
                        ).exactly(stuck)
                    })
            }
        }
        let left = Set(holes)
        host.candles.overwrite(damage.filter { !left.contains($0.candle.openTime) })
        // One venue refuses for some hours, another one answers with nothing now and then.
        host.venues[Int.random(in: 0..<3, using: &random)].sayNo(until: SimulatedHost.start + .hours(5))
        for hour in 2001..<2028 { try await host.pass(atHour: Int64(hour)) }
        let wrong = try await host.wrong(1300, 2027)
        #expect(wrong == [])
        #expect(host.venues.allSatisfy { $0.requestsDespiteRefusal == 0 })
        let all = TimeRange(.hour(0), until: .hour(3000))
        #expect(try await host.sightings.doubtful(of: .oneHour, in: all) == [])
    }

    @Test(
        "a year in which the host is off for ten days at random moments is complete within three passes of each return")
    func year() async throws {
        var random = SeededGenerator(seed: 11)
        let host = SimulatedHost(["first", "second"])
        try await host.pass()
        let absences = (0..<8).map { month in 2100 + Int64(month) * 1000 + Int64.random(in: 0..<700, using: &random) }
        var hour: Int64 = 2000
        var sinceReturn = 0
        while hour < 2000 + 8760 {
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
