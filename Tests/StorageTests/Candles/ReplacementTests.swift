import Domain
import Support
import Synchronization
import Testing

@testable import Storage

@Suite("Candles replaced") struct ReplacementTests {
    private static let rule = ReplacementRule(ranking: ["coinbase", "kraken"])

    private func stored(_ archives: Archives) async throws -> ArchivedCandle? {
        try await archives.candles.candles(of: .oneHour, in: nil, limit: 1).first
    }

    @Test("a better source replaces a worse one, and never the reverse", arguments: ArchiveKind.all)
    func ranking(kind: ArchiveKind) async throws {
        let best = try ArchivedCandle.hour(0, close: 101, source: "coinbase", after: 9000)
        let second = try ArchivedCandle.hour(0, close: 102, source: "kraken", after: 8000)
        let unlisted = try ArchivedCandle.hour(0, close: 103, source: "import", after: 7000)
        for order in [[unlisted, second, best], [best, second, unlisted], [second, best, unlisted]] {
            try await withArchives(kind) { archives in
                for candle in order { _ = try await archives.candles.keep([candle], rule: Self.rule) }
                #expect(try await stored(archives) == best)
            }
        }
    }

    @Test("what was replaced is kept with the reason, newest first", arguments: ArchiveKind.all)
    func log(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let first = try ArchivedCandle.hour(0, close: 103, source: "kraken")
            let corrected = try ArchivedCandle.hour(0, close: 102, source: "kraken", after: 7200)
            let better = try ArchivedCandle.hour(0, close: 101, source: "coinbase", after: 9000)
            for candle in [first, corrected, better] {
                _ = try await archives.candles.keep([candle], rule: Self.rule)
            }
            let range = TimeRange(.hour(0), until: .hour(1))
            let replaced = try await archives.candles.replaced(of: .oneHour, in: range, limit: 10)
            #expect(
                replaced == [
                    ReplacedCandle(corrected, at: better.seenAt, reason: .betterSource),
                    ReplacedCandle(first, at: corrected.seenAt, reason: .correction),
                ])
            #expect(try await archives.candles.replaced(of: .oneHour, in: range, limit: 1).count == 1)
            let later = TimeRange(.hour(1), until: .hour(2))
            #expect(try await archives.candles.replaced(of: .oneHour, in: later, limit: 10).isEmpty)
        }
    }

    @Test("two replacements in one write are both kept", arguments: ArchiveKind.all)
    func twiceAtOnce(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let all = [
                try ArchivedCandle.hour(0, close: 103), try ArchivedCandle.hour(0, close: 102, after: 7200),
                try ArchivedCandle.hour(0, close: 101, source: "coinbase", after: 9000),
            ]
            let kept = try await archives.candles.keep(all, rule: Self.rule)
            #expect(kept == WriteResult(new: 1, updated: 2))
            let range = TimeRange(.hour(0), until: .hour(1))
            let replaced = try await archives.candles.replaced(of: .oneHour, in: range, limit: 10)
            #expect(replaced.map(\.candle) == [all[1], all[0]])
        }
    }

    @Test("a venue's corrections are followed for 48 hours, and for ever on request", arguments: ArchiveKind.all)
    func correctionPeriod(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let first = try ArchivedCandle.hour(0, close: 103)
            let inTime = try ArchivedCandle.hour(0, close: 102, after: 49 * 3600)
            let late = try ArchivedCandle.hour(0, close: 101, after: 49 * 3600 + 1)
            _ = try await archives.candles.keep([first])
            #expect(try await archives.candles.keep([inTime]) == WriteResult(updated: 1))
            #expect(try await archives.candles.keep([late]) == WriteResult(unchanged: 1))
            let rule = ReplacementRule(corrections: nil, reason: .refetch)
            #expect(try await archives.candles.keep([late], rule: rule) == WriteResult(updated: 1))
            let range = TimeRange(.hour(0), until: .hour(1))
            let replaced = try await archives.candles.replaced(of: .oneHour, in: range, limit: 10)
            #expect(replaced.map(\.reason) == [.refetch, .correction])
        }
    }

    @Test("an open candle that closes is not logged, and leaves no origin behind", arguments: Engine.all)
    func openOrigins(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            for seconds in stride(from: Int64(60), through: 3600, by: 60) {
                _ = try await database.candles.keep([
                    try .hour(0, after: seconds), try .hour(1, after: -3540 + seconds),
                ])
            }
            _ = try await database.candles.keep([try .hour(1)])
            let range = TimeRange(.hour(0), until: .hour(5))
            #expect(try await database.candles.replaced(of: .oneHour, in: range, limit: 10).isEmpty)
            let origins = try await database.engine.read { connection throws(ArchiveFailure) in
                try connection.rows("SELECT COUNT(*) FROM origins")
            }
            #expect(try origins.first?.count(0) == 2)
        }
    }

    @Test("an open candle keeps its origin when one observation is offered twice at once", arguments: Engine.all)
    func sameObservation(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let (first, second) = (
                try ArchivedCandle.hour(0, close: 100, after: 60), try ArchivedCandle.hour(0, close: 101, after: 120)
            )
            try await database.engine.write { connection throws(ArchiveFailure) in
                var writer = try CandleWriter(connection, rule: ReplacementRule())
                for candle in [first, second, first, second] { try writer.keep([candle]) }
                _ = try writer.finish()
            }
            // Reading it fails without its origin.
            #expect(try await database.candles.candles(of: .oneHour, in: nil, limit: 9).map(\.candle.close) == [101])
        }
    }

    @Test("an origin that was deleted is made again, and not handed out", arguments: Engine.all)
    func deletedOrigin(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let open = try ArchivedCandle.hour(0, after: 60)
            let found = try await database.engine.write { connection throws(ArchiveFailure) in
                var origins = try CandleOrigins(connection)
                try origins.delete(try origins.origin(of: open))
                let again = try origins.origin(of: open)
                return try connection.rows("SELECT id FROM origins WHERE id = ?", [.integer(again)]).count
            }
            #expect(found == 1)
        }
    }

    @Test(
        "a loaded candle of a time that the table cannot hold is refused", arguments: Engine.all,
        [-1, 36_000_000] as [Int64])
    func loadedOutside(engine: Engine, hour: Int64) async throws {
        try await withDatabase(engine) { database in
            let time = Timestamp(seconds: hour * 3600)
            let numbers = CandleNumbers(openTime: time, open: 1, high: 1, low: 1, close: 1, volume: 1)
            let failure = try await archiveFailure {
                let staged = try await database.loader.stage(.oneHour, from: OneCandle(numbers))
                _ = try await staged.store(rule: ReplacementRule(), shouldStop: { false }, progress: { _ in })
            }
            #expect(failure.detail?.contains("6053") == true)
        }
    }

    @Test(
        "a candle of a time that the table cannot hold is refused", arguments: Engine.all, [-1, 36_000_000] as [Int64])
    func outside(engine: Engine, hour: Int64) async throws {
        try await withDatabase(engine) { database in
            let time = Timestamp(seconds: hour * 3600)
            let candle = try Candle(.oneHour, at: time, open: 1, high: 1, low: 1, close: 1, volume: 1)
            let failure = try await archiveFailure {
                _ = try await database.candles.keep([
                    ArchivedCandle(candle, source: "kraken", run: RunID(rawValue: "r"), seenAt: .latest)
                ])
            }
            #expect(failure.detail?.contains("6053") == true)
        }
    }
}

/// A file of one candle.
private final class OneCandle: CandleInput {
    let provenances = [
        CandleProvenance(source: "kraken", quote: .usd, run: RunID(rawValue: "r"), seenAt: .latest)
    ]
    private let rest: Mutex<[LoadedCandle]>

    init(_ numbers: CandleNumbers) { rest = Mutex([LoadedCandle(numbers)]) }

    func next() -> [LoadedCandle] {
        rest.withLock { rest in
            defer { rest = [] }
            return rest
        }
    }
}
