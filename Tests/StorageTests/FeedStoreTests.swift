import Domain
import Support
import Testing

@testable import Storage

extension FeedState {
    /// With a value in every column.
    static func full(_ address: String) -> FeedState {
        let failure = SourceReport.Failure(kind: .httpStatus, message: "HTTP 503", hint: "wait")
        var state = FeedState(
            address,
            source: SourceState(
                "news.example", lastAnswer: .hour(1), lastFailure: .hour(2), failure: failure, failures: 3,
                notBefore: .hour(4), pause: .skipHours))
        state.lastRequest = .hour(2)
        state.answer = .unchanged
        state.validators = FeedValidators(etag: "W/\"a 'b'\"", lastModified: "Sat, 01 Jan 2026 00:00:00 GMT")
        state.lastRead = .hour(1)
        state.distrusted = .hour(0)
        state.demands = FeedDemands(
            freshFor: .seconds(251_606_566_338), ttl: .minutes(90), updatePeriod: .hours(12), skipHours: [0, 7, 23],
            skipDays: [0, 6])
        state.move = FeedMove(to: "https://new.example/feed", since: .hour(-3))
        state.ended = .hour(5)
        state.contents = FeedCounts(items: 100, leftOut: 2, reasons: "entry 3: has no link", duplicates: 40)
        state.lastNew = .hour(1)
        state.history = FeedHistory(first: .hour(-500), newest: .hour(0), longestSilence: .hours(31))
        return state
    }
}

@Suite("What is known of feeds") struct FeedStoreTests {
    @Test("a state comes back as it was, and the next one takes its place", arguments: ArchiveKind.all)
    func states(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let full = FeedState.full("https://news.example/feed?a=1&b='2'")
            let empty = FeedState("https://a.example/", "a.example")
            try await archives.feeds.record(full)
            try await archives.feeds.record(empty)
            #expect(try await archives.feeds.feeds() == [empty, full])
            #expect(try await archives.feeds.feed(at: full.address) == full)
            #expect(try await archives.feeds.feed(at: "https://unknown.example/") == nil)
            let next = FeedState(full.address, "news.example/other")
            try await archives.feeds.record(next)
            #expect(try await archives.feeds.feed(at: full.address) == next)
        }
    }

    @Test("articles and what is known of their feed from then on are stored together", arguments: ArchiveKind.all)
    func together(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            func article(_ id: String) -> ArchivedArticle {
                ArchivedArticle(
                    Article(
                        id: ArticleID(rawValue: id), title: "Title \(id)", link: "https://news.example/\(id)",
                        publisher: "p", published: .hour(1), summary: "s", language: nil, feed: "feed", author: nil,
                        isUntitled: false), run: RunID(rawValue: "r"), firstSeen: .hour(2))
            }
            let state = FeedState.full("https://news.example/feed")
            let kept = try await archives.news.keep([article("a"), article("b")]) { kept in
                kept.new == 2 ? state : nil
            }
            #expect(kept.new == 2)
            #expect(try await archives.feeds.feed(at: state.address) == state)
            let again = try await archives.news.keep([article("b")]) {
                $0.new == 1 ? FeedState(state.address, "x") : nil
            }
            #expect(again.unchanged == 1)
            #expect(try await archives.feeds.feed(at: state.address) == state)
        }
    }

    @Test("validators are kept byte for byte", arguments: ArchiveKind.all)
    func validators(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            var state = FeedState("https://news.example/feed", "news.example")
            for (etag, modified) in [("W/\"a b\"", nil), (nil, "yesterday"), ("'); DROP TABLE feeds; --", " ")] {
                state.validators = FeedValidators(etag: etag, lastModified: modified)
                try await archives.feeds.record(state)
                #expect(try await archives.feeds.feed(at: state.address)?.validators == state.validators)
            }
        }
    }

    @Test("an article keeps its writer, and that its feed gives it no title", arguments: ArchiveKind.all)
    func author(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            func article(_ id: String, title: String, author: String?, isUntitled: Bool, at hour: Int64)
                -> ArchivedArticle
            {
                ArchivedArticle(
                    Article(
                        id: ArticleID(rawValue: id), title: title, link: "https://news.example/\(id)", publisher: "p",
                        published: .hour(1), summary: "s", language: nil, feed: "feed", author: author,
                        isUntitled: isUntitled), run: RunID(rawValue: "r"), firstSeen: .hour(hour))
            }
            let first = [
                article("a", title: "One", author: "Zoé", isUntitled: false, at: 2),
                article("b", title: "Words …", author: nil, isUntitled: true, at: 2),
            ]
            _ = try await archives.news.keep(first)
            func found() async throws -> [ArchivedArticle] {
                try await archives.news.articles(matching: NewsQuery(), limit: 5).sorted {
                    $0.article.id.rawValue < $1.article.id.rawValue
                }
            }
            #expect(try await found() == first)
            // A writer that is named later is taken, one that is no longer named stays, and a title ends the mark.
            let later = [
                article("a", title: "One", author: nil, isUntitled: false, at: 3),
                article("b", title: "Two", author: "Ann", isUntitled: false, at: 3),
            ]
            let kept = try await archives.news.keep(later)
            #expect(kept.unchanged == 1 && kept.updated == 1)
            let after = try await found().map(\.article)
            #expect(after.map(\.author) == ["Zoé", "Ann"] && after.map(\.isUntitled) == [false, false])
            #expect(after.map(\.title) == ["One", "Two"])
        }
    }

    /// Lends a database of schema 4 with an article, the validators of a feed and a run.
    private func withEarlier(_ engine: Engine, _ body: (DatabaseURL) async throws -> Void) async throws {
        try await withEmptyDatabase(engine) { url in
            let engine: any SQLEngine =
                switch url.place {
                case .sqlite(let file): try await SQLiteEngine.open(url, path: file, create: true)
                case .postgres(let address): try await PostgresEngine.open(address)
                }
            do {
                try await Migrator(engine, migrations: Array(Migration.all.prefix(4))).migrate(now: .hour(0))
                try await engine.write { database throws(ArchiveFailure) in
                    for statement in [
                        """
                        INSERT INTO articles (id, title, link, publisher, published, order_time, summary, language, feed,
                        run_id, first_seen, seen_at) VALUES ('a', 'Title', 'https://news.example/1', 'p', 5, 5, 's', 'en',
                        'feed', 'r', 6, 6)
                        """,
                        "INSERT INTO feeds (name, etag, last_modified) VALUES ('https://news.example/feed', '\"1\"', NULL)",
                        """
                        INSERT INTO runs (id, trace_id, command, triggered_by, host, started, finished, outcome)
                        VALUES ('r', 't', 'collect', 'timer', 'h', 1, 2, 'ok')
                        """,
                        """
                        INSERT INTO run_sources (run_id, position, source, part, source_outcome, fetched, kept_new,
                        kept_updated, kept_unchanged) VALUES ('r', 0, 'feed', 'news', 'ok', 1, 1, 0, 0)
                        """,
                    ] { try database.execute(statement) }
                }
            } catch {
                await engine.close()
                throw error
            }
            await engine.close()
            try await body(url)
        }
    }

    @Test("schema 4 is brought to schema 5 with its articles, validators and runs", arguments: Engine.all)
    func migration(engine: Engine) async throws {
        try await withEarlier(engine) { url in
            try await withOpen(url) { database in
                let found = try await database.news.articles(matching: NewsQuery(), limit: 5)
                let article = try #require(found.first?.article)
                #expect(article.title == "Title" && article.author == nil && !article.isUntitled)
                let feed = try #require(try await database.feeds.feed(at: "https://news.example/feed"))
                #expect(feed.validators == FeedValidators(etag: "\"1\"", lastModified: nil))
                // Never read in full as far as is known, so the next request has no validators.
                #expect(feed.lastRead == nil && feed.source.failures == 0 && feed.demands == FeedDemands())
                let run = try #require(try await database.runs.runs(before: nil, limit: 1).first)
                #expect(run.sources.first?.outcome == .ok && run.sources.first?.nextAttempt == nil)
            }
        }
    }

    @Test("a run keeps when a source that it did not ask may be asked", arguments: ArchiveKind.all)
    func nextAttempt(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            var run = Run(
                id: RunID(rawValue: "r"), traceID: "t", command: "collect", trigger: .timer, host: "h",
                started: .hour(0))
            let next = SourceReport.NextAttempt(.hour(3), .skipDays)
            run.sources = [SourceReport(notDue: "feed", part: .news, next: next)]
            try await archives.runs.begin(run)
            #expect(try await archives.runs.runs(before: nil, limit: 1).first?.sources == run.sources)
        }
    }
}
