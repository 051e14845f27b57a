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

    /// Also after a kill: the server may take a while to end the session of the killed program, which holds its locks.
    init(of url: String, _ interval: Interval = .oneHour) async throws {
        for _ in 0..<8 {
            do {
                self = try await Self.read(url, interval)
                return
            } catch let failure as ArchiveFailure where failure.kind == .locked {}
        }
        self = try await Self.read(url, interval)
    }

    private init(candles: [ArchivedCandle], articles: [ArchivedArticle], runs: [Run]) {
        (self.candles, self.articles, self.runs) = (candles, articles, runs)
    }

    private static func read(_ url: String, _ interval: Interval) async throws -> Dump {
        try await withDatabase(url) { database in
            Dump(
                candles: try await database.candles.candles(of: interval, in: nil, limit: 100_000).reversed(),
                articles: try await database.news.articles(matching: NewsQuery(), limit: 100_000),
                runs: try await database.runs.runs(before: nil, limit: 1000))
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
