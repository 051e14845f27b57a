import Domain
import Support
import Testing

@testable import Storage

@Suite("Candles kept") struct CandleStoreTests {
    @Test("what is kept comes back as it was", arguments: ArchiveKind.all)
    func roundTrip(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let candles = [
                try ArchivedCandle.hour(1, close: 101.5), try ArchivedCandle.hour(0, close: 0.1 + 0.2 + 100, after: 60),
            ]
            #expect(try await archives.candles.keep(candles) == WriteResult(new: 2))
            #expect(try await archives.candles.candles(of: .oneHour, in: nil, limit: 10) == candles)
        }
    }

    @Test("numbers at the edges of what a Double holds come back bit for bit", arguments: ArchiveKind.all)
    func extremes(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let prices = [
                Double.leastNonzeroMagnitude, .leastNormalMagnitude, 0.1, 1.0 / 3, 1e-5, 123_456_789.123_456_79,
                999_999_999_999.9999,
            ]
            var candles: [ArchivedCandle] = []
            for (hour, price) in prices.enumerated() {
                let candle = try Candle(
                    .oneHour, at: .hour(Int64(hour)), open: price, high: price, low: price, close: price, volume: price)
                candles.append(
                    ArchivedCandle(candle, source: "kraken", run: RunID(rawValue: "run"), seenAt: .hour(100)))
            }
            _ = try await archives.candles.keep(candles)
            #expect(try await archives.candles.candles(of: .oneHour, in: nil, limit: 10) == candles.reversed())
        }
    }

    @Test("nothing to keep is nothing done", arguments: ArchiveKind.all)
    func nothing(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let kept = try await archives.candles.keep([])
            #expect(kept == WriteResult())
            #expect(try await archives.candles.candles(of: .oneHour, in: nil, limit: 10).isEmpty)
        }
    }

    @Test("candles come newest first, at most as many as asked for", arguments: ArchiveKind.all)
    func newestFirst(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await archives.candles.keep(try (0..<10).map { try .hour($0) })
            let newest = try await archives.candles.candles(of: .oneHour, in: nil, limit: 3)
            #expect(newest.map(\.candle.openTime) == [.hour(9), .hour(8), .hour(7)])
        }
    }

    @Test("a range holds its start and not its end", arguments: ArchiveKind.all)
    func halfOpenRange(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await archives.candles.keep(try (0..<10).map { try .hour($0) })
            let found = try await archives.candles.candles(
                of: .oneHour, in: TimeRange(.hour(2), until: .hour(4)), limit: 10)
            #expect(found.map(\.candle.openTime) == [.hour(3), .hour(2)])
        }
    }

    @Test("each interval is kept for itself", arguments: ArchiveKind.all)
    func intervals(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let candle = try Candle(
                .fifteenMinutes, at: .testEpoch, open: 1, high: 2, low: 1, close: 2, volume: 1, quote: .usdt)
            let quarter = ArchivedCandle(candle, source: "binance", run: RunID(rawValue: "run"), seenAt: .hour(24))
            #expect(try await archives.candles.keep([try .hour(0), quarter]) == WriteResult(new: 2))
            #expect(try await archives.candles.candles(of: .fifteenMinutes, in: nil, limit: 10) == [quarter])
            #expect(try await archives.candles.candles(of: .oneHour, in: nil, limit: 10).count == 1)
        }
    }

    @Test("the open times of closed candles leave out the open one, oldest first", arguments: ArchiveKind.all)
    func closedOpenTimes(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await archives.candles.keep([
                try .hour(2), try .hour(0), try .hour(3, after: 60), try .hour(1), try .hour(9),
            ])
            let times = try await archives.candles.closedOpenTimes(
                of: .oneHour, in: TimeRange(.hour(0), until: .hour(9)))
            #expect(times == [.hour(0), .hour(1), .hour(2)])
        }
    }

    @Test("thousands of candles are kept in one go and counted exactly", arguments: ArchiveKind.all)
    func manyAtOnce(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let candles = try (0..<12_000).map { try ArchivedCandle.hour($0) }
            let corrected = try (0..<7_000).map { try ArchivedCandle.hour($0, close: 99, after: 7200) }
            #expect(try await archives.candles.keep(candles) == WriteResult(new: 12_000))
            #expect(try await archives.candles.keep(candles) == WriteResult(unchanged: 12_000))
            #expect(
                try await archives.candles.keep(corrected + [try .hour(12_000)]) == WriteResult(new: 1, updated: 7_000))
        }
    }
}
