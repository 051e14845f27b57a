import Domain
import Support
import Testing

@testable import Collection

@Suite("When a candle is closed") struct ClosingTests {
    /// Twelve seconds after the hour.
    let now = Timestamp.hour(100) + .seconds(12)

    func closed(
        _ hours: ClosedRange<Int64>, venueTime: Timestamp? = nil, age: Duration? = nil, final: Int64? = nil,
        at moment: Timestamp? = nil
    ) throws -> [Timestamp] {
        let moment = moment ?? now
        let page = SourcePage(
            candles: try hours.map { try Candle.hour($0) }, of: TimeRange(.hour(50), until: .hour(101)),
            venueTime: venueTime ?? moment, age: age, finalThrough: final.map(Timestamp.hour))
        return ObservedCandles(page, of: .oneHour, from: "venue", requestedAt: moment, run: RunID(rawValue: "run"))
            .candles.filter(\.isClosed).map(\.candle.openTime)
    }

    @Test("a response that has the next candle was made after the close")
    func nextCandle() throws {
        #expect(try closed(97...100) == [.hour(97), .hour(98), .hour(99)])
    }

    @Test("a response without the next candle may come from a cache, under a current date: not closed yet")
    func cached() throws {
        #expect(try closed(97...99) == [.hour(97), .hour(98)])
        // Older than any such cache: closed.
        #expect(try closed(97...99, at: .hour(100) + .seconds(160)) == [.hour(97), .hour(98), .hour(99)])
    }

    @Test("the venue's own word that a candle is final is enough")
    func final() throws {
        #expect(try closed(97...99, final: 99) == [.hour(97), .hour(98), .hour(99)])
    }

    @Test("the age of a cached response is taken away")
    func age() throws {
        let later = Timestamp.hour(100) + .seconds(160)
        #expect(try closed(97...99, age: .seconds(170), at: later) == [.hour(97), .hour(98)])
    }

    @Test("the newest candle of data that is hours old is not closed, even under today's date")
    func old() throws {
        #expect(try closed(90...92, at: .hour(100) + .minutes(20)) == [.hour(90), .hour(91)])
    }

    @Test("a half candle from a cache is asked for again in the same pass, and ends with the true numbers")
    func askedAgain() async throws {
        let host = SimulatedHost(["venue"], at: .hour(2000) + .seconds(15))
        host.venues[0].behave { candles, _, now in
            // Until two minutes past the hour, what was true half an hour before.
            guard now < .hour(2000) + .seconds(120) else { return candles }
            return candles.filter { $0.openTime < .hour(2000) }.map {
                $0.openTime == .hour(1999) ? $0.changed(close: $0.open + 1, volume: $0.volume / 2) : $0
            }
        }
        try await host.pass()
        #expect(try await host.wrong(1990, 2000) == [])
        #expect(host.market.now < .hour(2000) + .minutes(3))
    }

    /// A pass 15 s after the hour at a venue whose new hour has its first trade `later` after the hour.
    private func pass(firstTradeAfter later: Duration?) async throws -> SimulatedHost {
        let host = SimulatedHost(["venue"], at: .hour(2000) + .seconds(1))
        host.venues[0].behave { candles, _, now in
            let hasTraded = later.map { now >= .hour(2000) + $0 } ?? false
            return hasTraded ? candles : candles.filter { $0.openTime < .hour(2000) }
        }
        try await host.pass()
        #expect(try await host.wrong(1990, 2000) == [])
        let waiting = host.journal.events.filter { $0.level == .info && $0.message.contains("waiting for a trade") }
        #expect(waiting.count == 1)
        #expect(waiting.first?.message.contains("at venue") == true)
        return host
    }

    @Test("the first trade of the new hour ends the wait for the newest hour")
    func firstTrade() async throws {
        let host = try await pass(firstTradeAfter: .seconds(5))
        // Asked after 2 and 4 seconds more.
        #expect(host.market.now == .hour(2000) + .seconds(7))
    }

    @Test("at a venue that does not trade the wait ends when no cache can be as old")
    func noTrade() async throws {
        let host = try await pass(firstTradeAfter: nil)
        #expect(host.market.now == .hour(2000) + ObservedCandles.cacheAge)
        #expect(host.venues[0].requests.count { $0.range.contains(.hour(1999)) } <= 9)
    }

    @Test("minutes after the hour a pass does not wait")
    func noWait() async throws {
        let host = SimulatedHost(["venue"], at: .hour(2000) + .minutes(3))
        host.venues[0].behave { candles, _, _ in candles.filter { $0.openTime < .hour(2000) } }
        try await host.pass()
        #expect(host.market.now == .hour(2000) + .minutes(3))
        #expect(try await host.wrong(1990, 2000) == [])
    }

    @Test("consecutive candles with the same numbers are no data, but for the first behind another one")
    func repeated() throws {
        let stuck = try (0..<24).map { try Candle.hour($0, close: 100, volume: 2) }
        // Whether the standstill begins with the page cannot be seen in it.
        #expect(RepeatedCandles(stuck).openTimes.count == 24)
        #expect(RepeatedCandles([try .hour(-1, close: 101, volume: 3)] + stuck).openTimes.count == 23)
        #expect(RepeatedCandles([stuck[5]], known: RepeatedCandles(stuck).numbers).openTimes == [.hour(5)])
        #expect(RepeatedCandles(stuck).longest == 24)
        #expect(RepeatedCandles([try .hour(0), try .hour(1)]).openTimes.isEmpty)
        // Hours without trades repeat the last price.
        #expect(RepeatedCandles(try (0..<24).map { try Candle.hour($0, volume: 0) }).openTimes.isEmpty)
    }

    @Test("equal candles that are not consecutive are true, and so are quiet flat hours before the newest")
    func equalByChance() throws {
        let apart = try (0..<24).map { try Candle.hour($0 * 2, close: 100, volume: 2) }
        #expect(RepeatedCandles(apart).openTimes.isEmpty)
        func flat(_ hour: Int64) throws -> Candle {
            try Candle(.oneHour, at: .hour(hour), open: 100, high: 100, low: 100, close: 100, volume: 2)
        }
        #expect(RepeatedCandles(try (0..<5).map(flat) + [.hour(5, volume: 3)]).openTimes.isEmpty)
        #expect(RepeatedCandles(try [.hour(0, volume: 3)] + (1..<6).map(flat)).openTimes.count == 4)
    }
}
