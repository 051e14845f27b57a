import Dispatch
import Domain
import Support
import Synchronization
import Testing

@testable import Storage

@Suite("Millions of candles at once") struct CandleLoadingTests {
    private struct BadRow: Error {}

    /// Hands out candles in pieces, then nothing, or an error.
    private struct Pieces: CandleInput {
        let candles: [LoadedCandle]
        let provenances: [CandleProvenance]
        var failing = false
        var doubtful: [DoubtfulCandle] = []
        private let place = Counter()

        private final class Counter: Sendable { let value = Atomic(0) }

        init(
            _ candles: [LoadedCandle], from provenances: [CandleProvenance] = [CandleLoadingTests.provenance],
            failing: Bool = false, doubtful: [DoubtfulCandle] = []
        ) {
            (self.candles, self.provenances, self.failing, self.doubtful) = (candles, provenances, failing, doubtful)
        }

        init(_ candles: [CandleNumbers], failing: Bool = false) {
            self.init(candles.map { LoadedCandle($0) }, failing: failing)
        }

        func next() throws -> [LoadedCandle] {
            let size = 700
            let start = place.value.add(size, ordering: .relaxed).oldValue
            if start >= candles.count, failing { throw BadRow() }
            return Array(candles.dropFirst(start).prefix(size))
        }
    }

    private static func minutes(_ range: Range<Int64>, close: Double? = nil) throws -> [CandleNumbers] {
        try range.map { CandleNumbers(try ArchivedCandle.minute($0, close: close).candle) }
    }

    private static let provenance = CandleProvenance(
        source: "bitfinex", quote: .usd, run: RunID(rawValue: "import"), seenAt: .hour(1000))

    private func load(
        _ candles: [CandleNumbers], into database: Database, _ interval: Interval = .oneMinute,
        rule: ReplacementRule = ReplacementRule()
    ) async throws -> WriteResult {
        try await store(Pieces(candles), into: database, interval, rule: rule)
    }

    private func store(
        _ input: Pieces, into database: Database, _ interval: Interval, rule: ReplacementRule = ReplacementRule()
    ) async throws -> WriteResult {
        let staged = try await database.loader.stage(interval, from: input)
        return try await staged.store(rule: rule, shouldStop: { false }, progress: { _ in }).values.reduce(
            WriteResult(), +)
    }

    /// Everything that is stored, without the names of origins.
    private func rows(_ database: Database) async throws -> [ArchivedCandle] {
        var rows: [ArchivedCandle] = []
        for interval in Interval.allCases {
            rows += try await database.candles.candles(of: interval, in: nil, limit: .max)
        }
        return rows
    }

    @Test("are stored as if they had been kept one by one, whatever their order", arguments: Engine.all)
    func sameAsKept(engine: Engine) async throws {
        let ascending = try Self.minutes(0..<45_000)
        var random = SeededGenerator(seed: 3)
        var kept: [ArchivedCandle] = []
        try await withDatabase(engine) { database in
            _ = try await database.candles.keep(
                ascending.map {
                    ArchivedCandle(
                        try Candle(.oneMinute, $0, quote: .usd), source: "bitfinex", run: RunID(rawValue: "import"),
                        seenAt: .hour(1000))
                })
            kept = try await rows(database)
        }
        for candles in [ascending, ascending.reversed(), ascending.shuffled(using: &random)] {
            try await withDatabase(engine) { database in
                let new = try await load(candles, into: database)
                #expect(new == WriteResult(new: 45_000))
                #expect(try await rows(database) == kept)
                #expect(try await load(candles, into: database) == WriteResult(unchanged: 45_000))
            }
        }
    }

    @Test("are all refused when one of them is, or the last piece cannot be read", arguments: Engine.all)
    func allOrNothing(engine: Engine) async throws {
        let candles = try Self.minutes(0..<3000)
        try await withDatabase(engine) { database in
            await #expect(throws: BadRow.self) {
                _ = try await store(Pieces(candles, failing: true), into: database, .oneMinute)
            }
            let left = try await rows(database)
            #expect(left.isEmpty)
        }
    }

    @Test("fill the gaps of what is stored, and follow the ranking where it is not", arguments: Engine.all)
    func amongOthers(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await database.candles.keep(try (10..<20).map { try .minute($0, close: 90, source: "kraken") })
            let candles = try Self.minutes(0..<60)
            #expect(try await load(candles, into: database) == WriteResult(new: 50, unchanged: 10))
            let sources = try await database.candles.supply(
                of: .oneMinute, in: TimeRange(.hour(0), until: .hour(1)))
            #expect(sources == ["bitfinex": 50, "kraken": 10])
            let rule = ReplacementRule(ranking: ["bitfinex", "kraken"])
            #expect(try await load(candles, into: database, rule: rule) == WriteResult(updated: 10, unchanged: 50))
            let hour = try #require(try await database.candles.candles(of: .oneHour, in: nil, limit: 1).first)
            #expect(hour.known == 60 && hour.candle.low == 99.75)
        }
    }

    @Test("have the coarser candles that the database would make, whatever was stored before", arguments: Engine.all)
    func rollups(engine: Engine) async throws {
        var random = SeededGenerator(seed: 8)
        // Minutes and hours here and there, and a file with holes: the ends of its runs meet what is stored.
        let stored = try [7, 130, 131, 19_990, 20_100, 40_000].map { try ArchivedCandle.minute($0) }
        let hours = try [4, 400, 900].map { try ArchivedCandle.hour($0, close: 500) }
        let file = try Self.minutes(0..<60_000).filter { numbers in
            let minute = (numbers.openTime - .testEpoch) / .seconds(60)
            return !(19_950..<20_250).contains(minute) && Int.random(in: 0..<200, using: &random) > 0
        }
        var expected: [ArchivedCandle] = []
        for isLoaded in [false, true] {
            try await withDatabase(engine) { database in
                _ = try await database.candles.keep(stored + hours)
                if isLoaded {
                    _ = try await load(file, into: database)
                    let found = try await rows(database)
                    #expect(found == expected)
                } else {
                    let candles = try file.map {
                        ArchivedCandle(
                            try Candle(.oneMinute, $0, quote: .usd), source: "bitfinex", run: RunID(rawValue: "import"),
                            seenAt: .hour(1000))
                    }
                    _ = try await database.candles.keep(candles)
                    expected = try await rows(database)
                }
            }
        }
    }

    @Test("end with one that is still open, which closes later", arguments: Engine.all)
    func stillOpen(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let hours = try (997..<1001).map { CandleNumbers(try Candle.hour($0)) }
            #expect(try await load(hours, into: database, .oneHour) == WriteResult(new: 4))
            let stored = try await database.candles.candles(of: .oneHour, in: nil, limit: 9)
            #expect(stored.map(\.isClosed) == [false, true, true, true])
            #expect(try await database.candles.keep([try .hour(1000, close: 7, source: "kraken")]).updated == 1)
        }
    }

    @Test("report their progress, and nothing at all is nothing done", arguments: Engine.all)
    func progress(engine: Engine) async throws {
        let shares = Mutex<[Double]>([])
        try await withDatabase(engine) { database in
            #expect(try await load([], into: database) == WriteResult())
            let staged = try await database.loader.stage(
                .oneMinute, from: Pieces(try Self.minutes(0..<30_000)))
            _ = try await staged.store(
                rule: ReplacementRule(), shouldStop: { false },
                progress: { share in shares.withLock { $0.append(share) } })
        }
        let reported = shares.withLock { $0 }
        #expect(reported.count == 2 && reported == reported.sorted() && reported.last == 1)
    }

    @Test(
        "of several sources are stored together, with what was done for each", arguments: Engine.all, [1, 700, 30_000])
    func severalSources(engine: Engine, stretch: Int) async throws {
        let provenances = ["bitfinex", "kraken", "coinbase"].map {
            CandleProvenance(source: $0, quote: .usd, run: RunID(rawValue: "import"), seenAt: .hour(1000))
        }
        let rows = try Self.minutes(0..<31_000).enumerated().map {
            LoadedCandle($0.element, place: $0.offset / stretch % 3)
        }
        var kept: [ArchivedCandle] = []
        try await withDatabase(engine) { database in
            _ = try await database.candles.keep(
                rows.map {
                    let provenance = provenances[Int($0.place)]
                    return ArchivedCandle(
                        try Candle(.oneMinute, $0.numbers, quote: .usd), source: provenance.source, run: provenance.run,
                        seenAt: provenance.seenAt)
                })
            kept = try await self.rows(database)
        }
        try await withDatabase(engine) { database in
            let staged = try await database.loader.stage(.oneMinute, from: Pieces(rows, from: provenances))
            let results = try await staged.store(rule: ReplacementRule(), shouldStop: { false }, progress: { _ in })
            for (place, provenance) in provenances.enumerated() {
                let count = rows.count { $0.place == place }
                #expect(results[provenance.source] == (count > 0 ? WriteResult(new: count) : nil))
            }
            #expect(try await self.rows(database) == kept)
        }
    }

    /// More than are read before any is written; some come late.
    private static func many() throws -> [CandleNumbers] {
        let count = Int64(CandleLoading.ahead) + 12_000
        return try Array(minutes(20..<count)) + minutes(0..<20).reversed()
    }

    @Test("are written while others are read as if all had been read before", arguments: Engine.all)
    func whileReading(engine: Engine) async throws {
        var candles = try Self.many()
        var stored: [[ArchivedCandle]] = []
        for _ in 0..<2 {
            try await withDatabase(engine) { database in
                #expect(try await load(candles, into: database) == WriteResult(new: candles.count))
                stored.append(
                    try await database.candles.candles(of: .oneMinute, in: nil, limit: .max)
                        + database.candles.candles(of: .oneDay, in: nil, limit: .max))
            }
            // Not in the order of time from the beginning: read to the end first.
            candles.swapAt(0, 1)
        }
        #expect(stored[0].count > candles.count && stored[0] == stored[1])
    }

    /// Pieces that fail at their end, once others are being written.
    private struct LateFailure: CandleInput {
        let pieces: Pieces
        let writing = DispatchSemaphore(value: 0)

        var provenances: [CandleProvenance] { pieces.provenances }

        func next() throws -> [LoadedCandle] {
            do {
                return try pieces.next()
            } catch {
                writing.wait()
                throw error
            }
        }
    }

    @Test("are all refused, and taken back, when one that is read late is", arguments: Engine.all)
    func refusedLate(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let input = LateFailure(pieces: Pieces(try Self.many(), failing: true))
            let staged = try await database.loader.stage(.oneMinute, from: input)
            await #expect(throws: BadRow.self) {
                _ = try await staged.store(
                    rule: ReplacementRule(),
                    shouldStop: {
                        input.writing.signal()
                        return false
                    }, progress: { _ in })
            }
            #expect(try await database.candles.count(of: .oneMinute) == 0)
        }
    }

    private final class Asked: Sendable { let count = Atomic(0) }

    @Test("that a person ends stores nothing, at the next block of rows", arguments: Engine.all)
    func ended(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let staged = try await database.loader.stage(.oneMinute, from: Pieces(try Self.minutes(0..<50_000)))
            let asked = Asked()
            await #expect(throws: CancellationError.self) {
                _ = try await staged.store(
                    rule: ReplacementRule(), shouldStop: { asked.count.add(1, ordering: .relaxed).newValue > 2 },
                    progress: { _ in })
            }
            #expect(asked.count.load(ordering: .relaxed) == 3)
            #expect(try await database.candles.count(of: .oneMinute) == 0)
        }
    }

    @Test("made from finer ones that are not here keep how many, and their doubts", arguments: Engine.all)
    func madeElsewhere(engine: Engine) async throws {
        func day(_ number: Int64) -> CandleNumbers {
            CandleNumbers(openTime: .hour(24 * number), open: 2, high: 3, low: 1, close: 2, volume: 5e12)
        }
        let doubt = DoubtfulCandle(.oneDay, at: .hour(24), reason: .spike, since: .hour(900))
        let rows = [LoadedCandle(day(0), known: 24), LoadedCandle(day(1), known: 23), LoadedCandle(day(2), known: 0)]
        try await withDatabase(engine) { database in
            let input = Pieces(rows, from: [Self.provenance], doubtful: [doubt])
            #expect(try await store(input, into: database, .oneDay) == WriteResult(new: 3))
            func known() async throws -> [Int?] {
                try await database.candles.candles(of: .oneDay, in: nil, limit: 9).reversed().map(\.known)
            }
            #expect(try await known() == [24, 23, 0])
            let range = TimeRange(.hour(0), until: .hour(240))
            #expect(try await database.sightings.doubtful(of: .oneDay, in: range) == [doubt])
            let again = Pieces(rows, from: [Self.provenance], doubtful: [doubt])
            #expect(try await store(again, into: database, .oneDay) == WriteResult(unchanged: 3))
            // An hour of each day is fewer than what the days are made of, but for the last one.
            _ = try await database.candles.keep(try [5, 30, 50].map { try .hour($0) })
            #expect(try await known() == [24, 23, 1])
        }
    }

    /// PostgreSQL stores what was sent while the next rows are made, and says late what it refuses.
    @Test("rows that the database refuses undo the transaction, whatever follows them", arguments: Engine.all)
    func refused(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let twice = Array(repeating: CandleNumbers(try ArchivedCandle.minute(0, close: 5).candle), count: 2)
            for follows in 0..<3 {
                _ = try await archiveFailure {
                    try await database.engine.write { database throws(ArchiveFailure) in
                        try database.execute("INSERT INTO meta (key, value) VALUES ('before', '')")
                        try database.load(twice, known: nil, into: "candles_1m", origin: 1)
                        switch follows {
                        case 0: break
                        case 1: try database.execute("INSERT INTO meta (key, value) VALUES ('after', '')")
                        default: try database.load(twice, known: nil, into: "candles_5m", origin: 1)
                        }
                    }
                }
            }
            let counts = try await database.engine.read { database throws(ArchiveFailure) in
                try database.rows(
                    "SELECT (SELECT COUNT(*) FROM candles_1m) + (SELECT COUNT(*) FROM meta WHERE key IN ('before', 'after'))"
                )
            }
            #expect(try counts.first?.integer(0) == 0)
        }
    }
}
