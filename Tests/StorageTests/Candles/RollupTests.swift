import Domain
import Support
import Testing

@testable import Storage

@Suite("Coarser candles") struct RollupTests {
    private func candles(_ database: Database, _ interval: Interval) async throws -> [ArchivedCandle] {
        try await database.candles.candles(of: interval, in: nil, limit: 1000).reversed()
    }

    @Test("are made from hours with the write that stores them", arguments: Engine.all)
    func fourHours(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await database.candles.keep(try (0..<4).map { try .hour($0, close: 100 + Double($0), volume: 0.5) })
            let four = try #require(try await candles(database, .fourHours).first)
            #expect(four.candle.openTime == .hour(0) && four.candle.open == 100 && four.candle.close == 103)
            #expect(four.candle.high == 104 && four.candle.low == 99 && four.candle.volume == 2)
            #expect(four.known == 4 && four.isClosed && four.source == "kraken" && four.run.rawValue == "run-1")
        }
    }

    @Test("over a hole say how many hours they know, and are complete once it is filled", arguments: Engine.all)
    func hole(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await database.candles.keep(try [0, 1, 3, 4].map { try .hour($0) })
            #expect(try await candles(database, .fourHours).map(\.known) == [3, 1])
            #expect(try await candles(database, .oneDay).map(\.known) == [4])
            _ = try await database.candles.keep([try .hour(2, close: 50)])
            let four = try await candles(database, .fourHours)
            #expect(four.map(\.known) == [4, 1] && four.first?.candle.low == 49)
            #expect(try await candles(database, .oneDay).map(\.known) == [5])
        }
    }

    @Test("of the highest volumes can be read, backed up and restored", arguments: Engine.all)
    func highVolumes(engine: Engine) async throws {
        try await withTarget(engine) { folder, url in
            let hours = try (0..<24).map { try ArchivedCandle.hour($0, volume: 9e11) }
            try await withOpen(url) { database in
                _ = try await database.candles.keep(hours)
                let day = try #require(try await candles(database, .oneDay).first)
                #expect(day.candle.volume == 24 * 9e11 && day.known == 24)
                _ = try await Backup(of: url).write(to: folder + "/backup", replacing: false, progress: { _ in })
            }
            _ = try await restore(folder + "/backup", into: url)
            try await withOpen(url) { database in
                let day = try #require(try await candles(database, .oneDay).first)
                #expect(day.candle.volume == 24 * 9e11)
            }
        }
    }

    @Test("accept no volume beyond that of a source from one")
    func volumeOfSource() throws {
        #expect(throws: Candle.Implausible.self) {
            _ = try Candle(.oneDay, at: .hour(0), open: 1, high: 1, low: 1, close: 1, volume: 1.1e12)
        }
        let numbers = CandleNumbers(openTime: .hour(0), open: 1, high: 1, low: 1, close: 1, volume: 1440e12)
        #expect(numbers.implausibility(for: .oneDay) != nil)
        #expect(numbers.implausibility(for: .oneDay, isStored: true) == nil)
        #expect(numbers.implausibility(for: .oneHour, isStored: true) != nil)
    }

    @Test("follow a correction of an hour", arguments: Engine.all)
    func correction(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await database.candles.keep(try (0..<4).map { try .hour($0, close: 100) })
            _ = try await database.candles.keep([try .hour(3, close: 200, after: 7200)])
            for interval in [Interval.fourHours, .oneDay, .oneWeek] {
                let made = try #require(try await candles(database, interval).last)
                #expect(made.candle.close == 200 && made.candle.high == 201, "\(interval)")
            }
        }
    }

    @Test("are open while their last hour is, and past once another follows", arguments: Engine.all)
    func openAndPast(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await database.candles.keep([try .hour(0), try .hour(1, after: 60)])
            let open = try #require(try await candles(database, .fourHours).first)
            #expect(!open.isClosed && open.known == 1 && open.candle.volume == 2)
            // The host was off: hours 2 to 9 never came.
            _ = try await database.candles.keep([try .hour(10)])
            let four = try await candles(database, .fourHours)
            #expect(four.map(\.isClosed) == [true, false] && four.map(\.known) == [1, 1])
        }
    }

    @Test("weeks begin on Monday", arguments: Engine.all)
    func weeks(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            // 2026-01-01 is a Thursday: the week of 2025-12-29, and the one of 2026-01-05.
            _ = try await database.candles.keep(try (0..<120).map { try .hour($0) })
            let weeks = try await candles(database, .oneWeek)
            #expect(weeks.map(\.candle.openTime) == [.hour(-72), .hour(96)] && weeks.map(\.known) == [96, 24])
        }
    }

    @Test("5 and 15 minutes and the hour are made from minutes, and what follows from the hour", arguments: Engine.all)
    func minutes(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await database.candles.keep(try (0..<60).map { try .minute($0) })
            let five = try await candles(database, .fiveMinutes)
            #expect(five.count == 12 && five.allSatisfy { $0.known == 5 && $0.candle.volume == 2.5 })
            #expect(five[0].candle.open == 100 && five[0].candle.close == 105 && five[0].candle.low == 99.75)
            #expect(try await candles(database, .fifteenMinutes).map(\.known) == [15, 15, 15, 15])
            let hour = try #require(try await candles(database, .oneHour).first)
            #expect(hour.known == 60 && hour.isClosed && hour.candle.volume == 30 && hour.candle.high == 106.5)
            #expect(try await candles(database, .fourHours).map(\.known) == [1])
        }
    }

    @Test("an hour that a source gave is not replaced by its minutes, and replaces those", arguments: Engine.all)
    func givenHour(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await database.candles.keep([try .hour(0, close: 500)])
            _ = try await database.candles.keep(try (0..<120).map { try .minute($0) })
            #expect(try await candles(database, .oneHour).map(\.known) == [nil, 60])
            #expect(try await candles(database, .oneHour).first?.candle.close == 500)
            let given = try ArchivedCandle.hour(1, close: 600, source: "coinbase")
            #expect(try await database.candles.keep([given]) == WriteResult(updated: 1))
            #expect(try await candles(database, .oneHour).last == given)
            _ = try await database.candles.keep([try .minute(119, close: 1)])
            #expect(try await candles(database, .oneHour).last == given)
            let all = TimeRange(.hour(0), until: .hour(2))
            let replaced = try await database.candles.replaced(of: .oneHour, in: all, limit: 5)
            #expect(replaced.isEmpty, "the minutes are all there: nothing was lost")
        }
    }

    private func day(_ number: Int64, close: Double = 2) throws -> ArchivedCandle {
        let candle = try Candle(
            .oneDay, at: .hour(24 * number), open: 1, high: close, low: 1, close: close, volume: 1)
        return ArchivedCandle(candle, source: "bitfinex", run: RunID(rawValue: "r"), seenAt: .hour(10_000))
    }

    @Test("a source's own day is kept until all of its hours are here", arguments: Engine.all)
    func givenDay(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            #expect(try await database.candles.keep([try day(0), try day(1)]) == WriteResult(new: 2))
            _ = try await database.candles.keep([try .hour(3)])
            #expect(try await candles(database, .oneDay) == [try day(0), try day(1)])
            _ = try await database.candles.keep(try (0..<23).map { try .hour($0) })
            #expect(try await candles(database, .oneDay) == [try day(0), try day(1)])
            _ = try await database.candles.keep([try .hour(23)])
            #expect(try await candles(database, .oneDay).map(\.known) == [24, nil])
            #expect(try await database.candles.keep([try day(0)]) == WriteResult(unchanged: 1))
            #expect(try await candles(database, .oneDay).map(\.known) == [24, nil])
        }
    }

    @Test("an hour that a source gave open is replaced by its complete minutes", arguments: Engine.all)
    func openHour(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let open = try ArchivedCandle.hour(0, close: 7, after: 60)
            _ = try await database.candles.keep([open])
            _ = try await database.candles.keep(try (0..<59).map { try .minute($0) })
            #expect(try await candles(database, .oneHour) == [open])
            _ = try await database.candles.keep([try .minute(59)])
            #expect(try await candles(database, .oneHour).map(\.known) == [60])
        }
    }

    @Test("a complete one never gives way to one of fewer parts, in whatever order both come", arguments: Engine.all)
    func completeStays(engine: Engine) async throws {
        var random = SeededGenerator(seed: 17)
        for _ in 0..<4 {
            // Of six days some are given, and of each some hours are here, or all of them.
            let days = (0..<6).filter { _ in Bool.random(using: &random) }.map { Int64($0) }
            var hours: [Int64: [Int64]] = [:]
            for number in Int64(0)..<6 {
                let share = ([0, 0.5, 1] as [Double]).randomElement(using: &random) ?? 0
                hours[number] = (0..<24).filter { _ in Double.random(in: 0..<1, using: &random) < share }
            }
            var writes = try days.map { [try day($0, close: 900)] }
            for (number, list) in hours {
                for hour in list { writes.append([try .hour(24 * number + hour)]) }
            }
            writes.shuffle(using: &random)
            try await withDatabase(engine) { database in
                for write in writes { _ = try await database.candles.keep(write) }
                let stored = Dictionary(
                    uniqueKeysWithValues: try await candles(database, .oneDay).map { ($0.candle.openTime, $0) })
                for (number, list) in hours {
                    let found = stored[.hour(24 * number)]
                    if list.count == 24 {
                        #expect(found?.known == 24)
                    } else if days.contains(number) {
                        #expect(found == (try day(number, close: 900)), "\(list.count) hours")
                    } else {
                        #expect(found?.known == (list.isEmpty ? nil : list.count))
                    }
                }
            }
        }
    }

    @Test("whatever is written in whatever order, they are those of the stored parts", arguments: Engine.all)
    func property(engine: Engine) async throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<3 {
            try await withDatabase(engine) { database in
                for _ in 0..<12 {
                    let start = Int64.random(in: 0..<3000, using: &random)
                    var candles: [ArchivedCandle] = []
                    for offset in 0..<Int64.random(in: 1...90, using: &random)
                    where Int.random(in: 0..<9, using: &random) > 0 {
                        candles.append(
                            try .minute(start + offset, volume: Double.random(in: 0...3, using: &random).rounded()))
                    }
                    if Bool.random(using: &random) { candles.append(try .hour(start / 60, close: Double(start))) }
                    _ = try await database.candles.keep(candles.shuffled(using: &random))
                }
                for interval in Interval.allCases {
                    guard let part = interval.part else { continue }
                    let parts = try await candles(database, part)
                    let made = try await candles(database, interval).filter { $0.known != nil }
                    let given = Set(
                        try await candles(database, interval).filter { $0.known == nil }.map(\.candle.openTime))
                    let expected = Dictionary(grouping: parts) { interval.openTime(containing: $0.candle.openTime) }
                        .filter { !given.contains($0.key) }
                    #expect(made.count == expected.count, "\(interval)")
                    for candle in made {
                        let own = try #require(expected[candle.candle.openTime])
                        let (first, last) = (try #require(own.first), try #require(own.last))
                        #expect(candle.candle.open == first.candle.open && candle.candle.close == last.candle.close)
                        #expect(candle.candle.high == own.map(\.candle.high).max())
                        #expect(candle.candle.low == own.map(\.candle.low).min())
                        #expect(candle.candle.volume == own.map(\.candle.volume).reduce(0, +))
                        let complete = own.filter { $0.isClosed && ($0.known == nil || $0.known == part.partCount) }
                        #expect(candle.known == complete.count && candle.source == last.source)
                    }
                }
            }
        }
    }
}
