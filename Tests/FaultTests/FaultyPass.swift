import Collection
import Domain
import FoundationEssentials
import Support
import Testing

@testable import Storage

/// A collection pass over a database, whatever happens below it.
struct FaultyPass: Sendable {
    let url: DatabaseURL
    /// Distinguishes the processes that passes stand for: one that has ended releases its lease.
    let process: Int32

    static let now = Timestamp.hour(1000) + .minutes(20)

    /// What a pass leaves: everything but what differs between two passes over the same sources.
    struct Content: Equatable, Sendable {
        var candles: [Candle] = []
        var articles: [Article] = []
    }

    /// Opens the database, collects once, and closes it.
    /// - Throws: ``ArchiveFailure``, and whatever else a pass throws.
    func collect() async throws -> RunOutcome {
        try await Database.with(url) { database in
            let collector = Collector(
                prices: CollectionPorts(
                    priceSources: [ScriptedPrices("first", now: Self.now, depth: 48)], candles: database.candles,
                    sightings: database.sightings, sources: database.sources, journal: MemoryJournal(),
                    now: { Self.now }),
                newsSources: [
                    ScriptedNews("feed") { _ throws(SourceFailure) in
                        NewsBatch(
                            articles: (1...5).map { .number($0) },
                            validators: FeedValidators(etag: "\"1\"", lastModified: nil))
                    }
                ],
                news: database.news, feeds: database.feeds, runs: database.runs,
                leases: Leases(
                    registry: database.leases, host: "host", process: process, processStart: "boot/\(process)",
                    isGone: { $0.process != process }, acquireTimeout: .zero, ttl: .hours(1), now: { Self.now }))
            switch try await collector.collect([.prices, .news], command: "collect", trigger: .manual) {
            case .done(let run): return run.outcome
            case .busy: return .failed
            }
        }
    }

    /// What the database holds, after its own check of every page and index.
    func content() async throws -> Content {
        try await Database.with(url) { database in
            if url.file != nil {
                let check = try await database.engine.read { connection throws(ArchiveFailure) in
                    try connection.rows("PRAGMA integrity_check")
                }
                #expect(check.map(\.values) == [[.text("ok")]])
            }
            return Content(
                candles: try await database.candles.candles(of: .oneHour, in: nil, limit: .max).map(\.candle),
                articles: try await database.news.articles(matching: NewsQuery(), limit: 100).map(\.article))
        }
    }

    /// The numbers to try of `count`: all with `FAULTS=all` (scripts/faults), else a sample that is the same every
    /// time.
    static func sample(of count: Int, atMost most: Int) -> [Int] {
        let all = Array(1...max(1, count))
        guard ProcessInfo.processInfo.environment["FAULTS"] != "all", count > most else { return all }
        var numbers = SeededGenerator(seed: UInt64(count))
        return all.shuffled(using: &numbers).prefix(most).sorted()
    }
}
