import Domain
import Support
import Synchronization
import Testing

@testable import Storage

/// The migration of the candles of schemas 1 to 3.
@Suite("Candles of an earlier schema") struct CompactCandlesTests {
    /// Rows as version 3 wrote them: an hour of a backfill, one of another source, one without a run, and an open one.
    private static let rows = [
        "'1h', 1767225600000, 100, 120, 90, 110.5, 3.25, 'USD', 'kraken', 'r1', 1767236400000, 1",
        "'1h', 1767229200000, 110.5, 130, 100, 120, 1, 'USD', 'kraken', 'r1', 1767236400000, 1",
        "'1h', 1767232800000, 120, 121, 80, 81, 0, 'USDT', 'binance', 'r2', 1767236401000, 1",
        "'1h', 1767236400000, 81, 82, 79, 80, 7.5, 'USD', 'kraken', 'r2', 1767236402000, 0",
        "'1m', 1767139200000, 1, 2, 0.5, 1.5, 0.25, 'USD', 'coinbase', 'r3', 1767139300000, 1",
        "'1d', 1735689600000, 5, 6, 4, 5.5, 9, 'USD', 'bitstamp', 'r4', 1767139300000, 1",
    ]

    /// Lends the address of a database of schema 3 with `rows`.
    private func withEarlier(_ engine: Engine, _ rows: [String], _ body: (DatabaseURL) async throws -> Void)
        async throws
    {
        try await withEmptyDatabase(engine) { url in
            try await withEngine(of: url) { engine in
                try await Migrator(engine, migrations: Array(Migration.all.prefix(3))).migrate(now: .hour(0))
                try await engine.write { database throws(ArchiveFailure) in
                    for row in rows { try database.execute("INSERT INTO candles VALUES (\(row))") }
                }
            }
            try await body(url)
        }
    }

    private func withEngine(of url: DatabaseURL, _ body: (any SQLEngine) async throws -> Void) async throws {
        let engine: any SQLEngine =
            switch url.place {
            case .sqlite(let file): try await SQLiteEngine.open(url, path: file, create: true)
            case .postgres(let address): try await PostgresEngine.open(address)
            }
        do {
            try await body(engine)
        } catch {
            await engine.close()
            throw error
        }
        await engine.close()
    }

    @Test("cannot be written while they are moved: such a row would be lost", arguments: Engine.all)
    func writtenMeanwhile(engine: Engine) async throws {
        try await withEarlier(engine, Self.rows) { url in
            guard case .postgres(let address) = url.place else { return }
            let writer = try await PostgresEngine.open(address, lockTimeout: 1)
            let kinds = Mutex<[ArchiveFailure.Kind?]>([])
            try await withEngine(of: url) { engine in
                try await Migrator(engine).migrate(now: .hour(0)) { _ in
                    guard kinds.withLock({ $0.isEmpty }) else { return }
                    do throws(ArchiveFailure) {
                        try writer.writeNow { database throws(ArchiveFailure) in
                            let row = "'1h', 1767240000000, 80, 82, 79, 80, 1, 'USD', 'kraken', 'r9', 1767243600000, 1"
                            _ = try database.execute("INSERT INTO candles VALUES (\(row))")
                        }
                        kinds.withLock { $0.append(nil) }
                    } catch {
                        kinds.withLock { $0.append(error.kind) }
                    }
                }
            }
            #expect(kinds.withLock { $0 } == [.locked])
            await writer.close()
        }
    }

    @Test("are all there afterwards, with source, quote, run and whether they are closed", arguments: Engine.all)
    func moved(engine: Engine) async throws {
        try await withEarlier(engine, Self.rows) { url in
            try await withOpen(url) { database in
                let hours = try await database.candles.candles(of: .oneHour, in: nil, limit: 10)
                let given = hours.filter { $0.known == nil }
                #expect(given.map(\.candle.close) == [80, 81, 120, 110.5])
                #expect(given.map(\.isClosed) == [false, true, true, true])
                #expect(given.map(\.source) == ["kraken", "binance", "kraken", "kraken"])
                #expect(given.map(\.run.rawValue) == ["r2", "r2", "r1", "r1"])
                #expect(given.map(\.candle.quote) == [.usd, .usdt, .usd, .usd])
                #expect(given[0].seenAt == Timestamp(milliseconds: 1_767_236_402_000))
                let minute = try #require(try await database.candles.candles(of: .oneMinute, in: nil, limit: 10).first)
                #expect(minute.candle.volume == 0.25 && minute.source == "coinbase")
            }
        }
    }

    @Test("get their coarser candles, and days of a source where there are no hours", arguments: Engine.all)
    func rollups(engine: Engine) async throws {
        try await withEarlier(engine, Self.rows) { url in
            try await withOpen(url) { database in
                let four = try #require(try await database.candles.candles(of: .fourHours, in: nil, limit: 10).first)
                #expect(four.candle.open == 100 && four.candle.high == 130 && four.candle.low == 79)
                #expect(four.candle.close == 80 && four.candle.volume == 11.75 && four.known == 3)
                let days = try await database.candles.candles(of: .oneDay, in: nil, limit: 10)
                #expect(days.last?.source == "bitstamp" && days.last?.known == nil)
                #expect(days.first?.known == 3)
            }
        }
    }

    @Test("are moved with progress from 0 to 1, and leave no old table", arguments: Engine.all)
    func progress(engine: Engine) async throws {
        try await withEarlier(engine, Self.rows) { url in
            let shares = Mutex<[Double]>([])
            let database = try await Database.open(url, progress: { share in shares.withLock { $0.append(share) } })
            let reported = shares.withLock { $0 }
            #expect(reported == reported.sorted() && reported.last == 1 && reported.count > 5)
            let left = try await database.engine.read { connection throws(ArchiveFailure) in
                try [connection.exists("candles"), connection.exists("candle_runs")]
            }
            #expect(left == [false, false])
            try await database.checkSchema()
            await database.close()
        }
    }

    @Test("of an interval that is not known stop the migration, and nothing is changed", arguments: Engine.all)
    func unknownInterval(engine: Engine) async throws {
        let odd = "'2h', 1767225600000, 1, 1, 1, 1, 1, 'USD', 'kraken', 'r', 1767236400000, 1"
        try await withEarlier(engine, Self.rows + [odd]) { url in
            let failure = try await archiveFailure { _ = try await Database.open(url) }
            #expect(failure.kind == .corrupt && failure.detail?.contains("interval") == true)
            try await withEngine(of: url) { engine in
                let rows = try await engine.read { database throws(ArchiveFailure) in
                    try database.rows("SELECT COUNT(*) FROM candles")
                }
                #expect(try rows.first?.count(0) == Self.rows.count + 1)
                #expect(try await Migrator(engine).version() == 3)
            }
        }
    }

    @Test("come out of a backup of that schema, into either engine", arguments: Engine.all)
    func backup(engine: Engine) async throws {
        try await withTarget(engine) { folder, url in
            try SampleBackup(schema: 3, rows: ["candles": [SampleBackup.firstCandle]]).write(to: folder + "/b")
            let report = try await restore(folder + "/b", into: url)
            #expect(report.newestCandle == Timestamp(milliseconds: 1_700_002_800_000))
            try await withOpen(url) { database in
                let candles = try await database.candles.candles(of: .oneHour, in: nil, limit: 9)
                #expect(candles.map(\.candle.close) == [110.5] && candles.first?.isClosed == true)
                #expect(try await database.candles.candles(of: .oneWeek, in: nil, limit: 9).count == 1)
            }
        }
    }

    @Test("leave one origin for each run and source, however many rows it wrote", arguments: Engine.all)
    func origins(engine: Engine) async throws {
        let rows = (0..<500).map { hour in
            let open = 1_767_225_600_000 + hour * 3_600_000
            return "'1h', \(open), 1, 1, 1, 1, 1, 'USD', 'kraken', 'r', \(open + 3_600_000 + hour), 1"
        }
        try await withEarlier(engine, rows) { url in
            try await withOpen(url) { database in
                let origins = try await database.engine.read { connection throws(ArchiveFailure) in
                    try connection.rows("SELECT COUNT(*) FROM origins")
                }
                #expect(try origins.first?.count(0) == 1)
                let times = try await database.candles.closedOpenTimes(
                    of: .oneHour, in: TimeRange(.earliest, until: .latest))
                #expect(times.count == 500)
            }
        }
    }
}

extension SQLConnection {
    fileprivate func exists(_ table: String) throws(ArchiveFailure) -> Bool {
        for row in try rows(dialect.tables) where try row.text(0) == table { return true }
        return false
    }
}
