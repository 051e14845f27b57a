import Domain

@testable import Storage

/// Everything that a database holds, read through the archives of this process.
struct Dump: Equatable, Sendable {
    /// Oldest first.
    let candles: [ArchivedCandle]
    let articles: [ArchivedArticle]
    /// Newest first.
    let runs: [Run]

    var openTimes: [Timestamp] { candles.map(\.candle.openTime) }

    init(of url: String, _ interval: Interval = .oneHour) async throws {
        (candles, articles, runs) = try await withDatabase(url) { database in
            (
                try await database.candles.candles(of: interval, in: nil, limit: 100_000).reversed(),
                try await database.news.articles(matching: NewsQuery(), limit: 100_000),
                try await database.runs.runs(before: nil, limit: 1000)
            )
        }
    }
}

extension World {
    func dump() async throws -> Dump { try await Dump(of: database) }
}

func withDatabase<T>(_ url: String, isolation: isolated (any Actor)? = #isolation, _ body: (Database) async throws -> T)
    async throws -> T
{
    let database = try await Database.open(DatabaseURL(url))
    do {
        let result = try await body(database)
        await database.close()
        return result
    } catch {
        await database.close()
        throw error
    }
}
