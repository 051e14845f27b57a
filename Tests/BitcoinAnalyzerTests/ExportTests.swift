import Domain
import Support
import Synchronization
import Testing

@testable import BitcoinAnalyzer

@Suite("The export") struct ExportTests {
    private static func article(_ number: Int, at time: Timestamp) -> ArchivedArticle {
        ArchivedArticle(
            Article(
                id: ArticleID(rawValue: "\(number)"), title: "Bitcoin", link: "https://news.example/\(number)/",
                publisher: "Example", published: time, summary: "", language: "en", feed: "news.example"),
            run: RunID(rawValue: "run"), firstSeen: time)
    }

    /// Adds an article after so many reads.
    private final class GrowingNews: NewsArchive {
        let news: MemoryNews
        let added: ArchivedArticle
        let reads = Atomic(0)
        let after: Int

        init(_ news: MemoryNews, adding added: ArchivedArticle, after: Int) {
            (self.news, self.added, self.after) = (news, added, after)
        }

        func keep(_ articles: [ArchivedArticle], with state: @escaping @Sendable (WriteResult) -> FeedState?)
            async throws -> WriteResult
        {
            try await news.keep(articles, with: state)
        }

        func articles(matching query: NewsQuery, limit: Int) async throws -> [ArchivedArticle] {
            if reads.add(1, ordering: .relaxed).newValue == after {
                _ = try await news.keep([added])
            }
            return try await news.articles(matching: query, limit: limit)
        }
    }

    private func lines(of news: any NewsArchive, wanted: Int = .max) async throws -> [String] {
        let text = Mutex(""), writes = Atomic(0)
        let export = Export(
            candles: MemoryCandles(), sightings: MemorySightings(), news: news, format: .csv,
            write: { part in
                text.withLock { $0 += part }
                return writes.add(1, ordering: .relaxed).newValue < wanted
            })
        try await export.writeArticles(in: TimeRange(.earliest, until: .latest))
        return text.withLock { $0.split(separator: "\n").map(String.init) }
    }

    @Test("an article that comes meanwhile pushes no other one out")
    func growing() async throws {
        let articles = (0..<1200).map { Self.article($0, at: .hour(Int64($0))) }
        // The pages of 500 are read twice: the places first, then the rows.
        let added = Self.article(5000, at: .hour(900) + .minutes(1))
        let news = GrowingNews(MemoryNews(articles), adding: added, after: 4)
        let lines = try await lines(of: news)
        for number in 0..<1200 { #expect(lines.contains { $0.contains("/\(number)/") }, "\(number)") }
        #expect(lines.count == 1202 && Set(lines).count == 1202)
    }

    @Test("nothing more is read for a pipe that is closed")
    func closedPipe() async throws {
        let articles = (0..<1200).map { Self.article($0, at: .hour(Int64($0))) }
        #expect(try await lines(of: MemoryNews(articles), wanted: 1).count == 1)
        #expect(try await lines(of: MemoryNews(articles), wanted: 2).count == 201)
    }

    @Test("an export that is stopped ends after the page that it writes", arguments: ["candles", "news"])
    func stopped(_ content: String) async throws {
        let candles = MemoryCandles(
            try (0..<12_000).map {
                ArchivedCandle(try Candle.hour($0), source: "kraken", run: RunID(rawValue: "r"), seenAt: .hour($0 + 1))
            })
        let news = MemoryNews((0..<1200).map { Self.article($0, at: .hour(Int64($0))) })
        let writes = Atomic(0)
        let export = Export(
            candles: candles, sightings: MemorySightings(), news: news, format: .csv,
            write: { _ in
                // The header, then a page.
                if writes.add(1, ordering: .relaxed).newValue == 2 { withUnsafeCurrentTask { $0?.cancel() } }
                return true
            })
        let task = Task {
            let all = TimeRange(.earliest, until: .latest)
            if content == "news" {
                try await export.writeArticles(in: all)
            } else {
                try await export.writeCandles(of: .oneHour, in: all)
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(writes.load(ordering: .relaxed) == 2)
    }
}
