import Analysis
import Domain
import Hummingbird
import HummingbirdTesting
import Support
import Synchronization
import Testing

@testable import API

@Suite("How much is read for stories and moods") struct StoryReaderTests {
    /// Notes what is read.
    private final class CountingNews: NewsArchive {
        struct Read {
            let query: NewsQuery
            let limit: Int
        }

        private let news: MemoryNews
        private let state = Mutex([Read]())
        var reads: [Read] { state.withLock { $0 } }

        init(_ news: MemoryNews) { self.news = news }

        func keep(_ articles: [ArchivedArticle], with state: @escaping @Sendable (WriteResult) -> FeedState?)
            async throws -> WriteResult
        {
            try await news.keep(articles, with: state)
        }

        func articles(matching query: NewsQuery, limit: Int) async throws -> [ArchivedArticle] {
            state.withLock { $0.append(Read(query: query, limit: limit)) }
            return try await news.articles(matching: query, limit: limit)
        }
    }

    private func archived(_ title: String, at time: Timestamp, publisher: String = "Daily") -> ArchivedArticle {
        ArchivedArticle(
            Article(
                id: ArticleID(rawValue: "\(publisher) \(title) \(time.milliseconds)"), title: title,
                link: "https://example.com/\(publisher)", publisher: publisher, published: time, summary: "",
                language: "en",
                feed: "feed"),
            run: RunID(rawValue: "r"), firstSeen: time)
    }

    private func notes(_ count: Int, from start: Timestamp, every step: Duration) -> [ArchivedArticle] {
        var time = start
        return (0..<count).map { number in
            defer { time = time + step }
            return archived("Note \(number)", at: time)
        }
    }

    @Test("a page of a rare mood reads the same articles once")
    func rare() async throws {
        let archive = CountingNews(MemoryNews(notes(600, from: .hour(0), every: .hours(1))))
        let reader = StoryReader(archive: archive, now: .hour(1000), maxSize: 300)
        let page = try await reader.page(ArticleQuery(mood: .negative, limit: 100))
        #expect(page.stories.isEmpty && page.next != nil)
        let listed = archive.reads.filter { $0.query.since == nil }
        #expect(listed.map(\.limit) == [220, 300])
    }

    @Test("reports directly after a page are found where many articles follow")
    func newer() async throws {
        let title = "Kraken secures MiCA licence in Ireland"
        let articles =
            [archived(title, at: .hour(0)), archived(title, at: .hour(1), publisher: "Wire")]
            + notes(100, from: .hour(2), every: .minutes(30))
        let reader = StoryReader(archive: MemoryNews(articles), now: .hour(1000), contextLimit: 20)
        let before = NewsPosition(time: .hour(0) + .minutes(1), id: ArticleID(rawValue: ""))
        let page = try await reader.page(ArticleQuery(NewsQuery(before: before)))
        #expect(page.stories.map(\.reports.count) == [1])
    }

    @Test("a year of moods is read some days at a time, and each story is counted once across them")
    func year() async throws {
        let start = Timestamp.hour(0)
        var articles: [ArchivedArticle] = []
        for day in 0..<30 {
            let time = start + .days(Int64(day))
            // In the evening, and again after midnight.
            let title = "Exchange number \(day + 100) hacked for $\(day * 20 + 211) million"
            articles.append(archived(title, at: time + .hours(23)))
            articles.append(archived(title, at: time + .hours(25), publisher: "Wire"))
        }
        let archive = CountingNews(MemoryNews(articles))
        let reader = StoryReader(archive: archive, now: .hour(10_000))
        let moods = try await reader.moods(from: start, to: start + .days(366))
        #expect(moods.map(\.time) == (0..<30).map { start + .days($0) + .hours(23) })
        #expect(
            archive.reads.allSatisfy { read in
                guard let since = read.query.since, let before = read.query.before else { return false }
                return before.time <= since + .days(4) && read.limit <= 1000
            })
    }

    /// Gives moods when it is let go, and counts.
    private final class SlowMoods: MarketReader {
        let counts = Running()
        private let gate: AsyncStream<Never>
        private let opening: AsyncStream<Never>.Continuation

        init() { (gate, opening) = AsyncStream.makeStream() }

        func open() { opening.finish() }

        func newsMood(_ query: NewsMoodQuery) async throws(ReadModelFailure) -> NewsMoodResponse {
            counts.begin()
            for await _ in gate {}
            counts.end()
            return NewsMoodResponse(days: [], simulated: false)
        }

        func price() async throws(ReadModelFailure) -> PriceResponse { throw .empty(what: "price") }
        func candles(_ query: CandleQuery) async throws(ReadModelFailure) -> CandlePage { throw .empty(what: "price") }
        func indicators(_ query: IndicatorQuery) async throws(ReadModelFailure) -> IndicatorPage {
            throw .empty(what: "price")
        }
        func news(_ query: ArticleQuery) async throws(ReadModelFailure) -> ArticlePage { throw .empty(what: "news") }
        func analysis(in language: Language) async throws(ReadModelFailure) -> AnalysisResponse {
            throw .empty(what: "analysis")
        }
        func analyses(days: Int, in language: Language) async throws(ReadModelFailure) -> PastAnalysesResponse {
            throw .empty(what: "analysis")
        }
    }

    @Test("one request for moods is computed at a time; a few wait, and the others are a 503")
    func serial() async throws {
        let reader = SlowMoods()
        let router = Router(context: APIRequestContext.self)
        router.add(middleware: RequestMiddleware(simulated: false, requests: RequestMetrics()))
        MarketRoutes(
            reader: reader, responses: ResponseCache(version: DataVersion(), now: { .hour(0) }), clock: { .hour(0) }
        ).add(to: router)
        let served = 1 + MarketRoutes.maxWaitingMoods
        let statuses = try await Application(router: router).test(.router) { client in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for day in 1...20 {
                    group.addTask {
                        try await client.executeRequest(
                            uri: "/v1/news/mood?to=2026-03-\(day < 10 ? "0" : "")\(day)", method: .get, headers: [:],
                            body: nil
                        ).status.code
                    }
                }
                var statuses: [Int] = []
                while let status = try await group.next() {
                    statuses.append(status)
                    if statuses.count == 20 - served { reader.open() }
                }
                return statuses
            }
        }
        #expect(statuses.count { $0 == 200 } == served && statuses.count { $0 == 503 } == 20 - served)
        #expect(reader.counts.most == 1)
    }
}
