import Domain
import Support
import Testing

@testable import Storage

@Suite("Articles kept") struct NewsStoreTests {
    private let feed: SourceName = "news.example/bitcoin"

    @Test("what is kept comes back as it was, in any script", arguments: ArchiveKind.all)
    func roundTrip(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let article = ArchivedArticle.sample(
                "a", title: "Le bitcoin dépasse 100 000 € — 比特币 🚀 \u{202E}‏ e\u{301}",
                summary: "line one\nline two\t\\ \" ' % _ ; -- {}",
                language: nil)
            let kept = try await archives.news.keep([article], from: feed.rawValue, validators: nil)
            #expect(kept == WriteResult(new: 1))
            #expect(try await archives.news.articles(matching: NewsQuery(), limit: 5) == [article])
        }
    }

    @Test("text that looks like SQL is kept as text", arguments: ArchiveKind.all)
    func hostileText(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let text = "'); DROP TABLE articles; -- ? $1 {\"} \\"
            let article = ArchivedArticle.sample(text, title: text, summary: text, feed: SourceName(text))
            _ = try await archives.news.keep(
                [article], from: text, validators: FeedValidators(etag: text, lastModified: nil))
            #expect(
                try await archives.news.articles(matching: NewsQuery(language: "en", text: text), limit: 5) == [article]
            )
            #expect(try await archives.news.validators(of: text)?.etag == text)
        }
    }

    @Test("a NUL in a title becomes a replacement character and cuts nothing off", arguments: Engine.all)
    func nul(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await database.news.keep(
                [.sample("a", title: "before\0after")], from: feed.rawValue, validators: nil)
            #expect(
                try await database.news.articles(matching: NewsQuery(), limit: 1).first?.article.title
                    == "before\u{FFFD}after")
        }
    }

    @Test("an article read again changes nothing", arguments: ArchiveKind.all)
    func again(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let articles = [ArchivedArticle.sample("a"), .sample("b", published: nil)]
            _ = try await archives.news.keep(articles, from: feed.rawValue, validators: nil)
            let later = [
                ArchivedArticle.sample("a", firstSeen: .hour(9)), .sample("b", published: nil, firstSeen: .hour(9)),
            ]
            #expect(
                try await archives.news.keep(later, from: feed.rawValue, validators: nil) == WriteResult(unchanged: 2))
            #expect(try await archives.news.articles(matching: NewsQuery(), limit: 5) == [articles[1], articles[0]])
        }
    }

    @Test(
        "a title, summary or date that its own feed changed is updated, and the article stays first seen when it was",
        arguments: ArchiveKind.all
    )
    func changed(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await archives.news.keep(
                [.sample("a"), .sample("b"), .sample("c", published: nil)], from: feed.rawValue, validators: nil)
            let told = [
                ArchivedArticle.sample("a", title: "Bitcoin falls"),
                .sample("b", summary: "It fell.", firstSeen: .hour(5)),
                .sample("c", published: .hour(4), firstSeen: .hour(5)),
            ]
            #expect(try await archives.news.keep(told, from: feed.rawValue, validators: nil) == WriteResult(updated: 3))
            let found = try await archives.news.articles(matching: NewsQuery(), limit: 5)
            #expect(
                found == [
                    .sample("c", published: .hour(4)), .sample("b", summary: "It fell."),
                    .sample("a", title: "Bitcoin falls"),
                ])
        }
    }

    @Test("known content with a later date keeps its first date, and is counted", arguments: ArchiveKind.all)
    func redated(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await archives.news.keep(
                [.sample("a", published: .hour(100)), .sample("b", published: .hour(100))], from: feed.rawValue,
                validators: nil)
            let kept = try await archives.news.keep(
                [
                    .sample("a", published: .hour(268), firstSeen: .hour(269)),
                    .sample("b", published: .hour(101), firstSeen: .hour(269)),
                ], from: feed.rawValue, validators: nil)
            #expect(kept.unchanged == 2 && kept.redated == 1)
            let found = try await archives.news.articles(matching: NewsQuery(), limit: 5)
            #expect(found.map(\.article.published) == [.hour(100), .hour(100)])
            // A correction to an earlier date is taken.
            _ = try await archives.news.keep(
                [.sample("a", published: .hour(90), firstSeen: .hour(270))], from: feed.rawValue, validators: nil)
            let corrected = try await archives.news.articles(matching: NewsQuery(), limit: 5)
            #expect(corrected.last?.article.published == .hour(90))
        }
    }

    @Test("an article is not changed by another feed that has it too", arguments: ArchiveKind.all)
    func otherFeed(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await archives.news.keep([.sample("a")], from: feed.rawValue, validators: nil)
            let kept = try await archives.news.keep(
                [.sample("a", title: "Other words", feed: "other.example")], from: "other.example", validators: nil)
            #expect(kept == WriteResult(unchanged: 1))
            #expect(try await archives.news.articles(matching: NewsQuery(), limit: 5) == [.sample("a")])
        }
    }

    @Test("an earlier observation that arrives later does not revert a change", arguments: ArchiveKind.all)
    func lateArrival(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await archives.news.keep(
                [.sample("a", title: "New title", firstSeen: .hour(5))], from: feed.rawValue, validators: nil)
            #expect(
                try await archives.news.keep(
                    [.sample("a", title: "Old title", firstSeen: .hour(2))], from: feed.rawValue, validators: nil)
                    == WriteResult(unchanged: 1))
        }
    }

    @Test("a date that the feed no longer gives is not forgotten", arguments: ArchiveKind.all)
    func dateGone(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await archives.news.keep([.sample("a", published: .hour(1))], from: feed.rawValue, validators: nil)
            #expect(
                try await archives.news.keep([.sample("a", published: nil)], from: feed.rawValue, validators: nil)
                    == WriteResult(unchanged: 1))
            #expect(
                try await archives.news.articles(matching: NewsQuery(), limit: 1).first?.article.published == .hour(1))
        }
    }

    @Test(
        "articles come newest first, ties by id, and pages follow each other without gap or repetition",
        arguments: ArchiveKind.all)
    func pages(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let articles = (0..<25).map { ArchivedArticle.sample("id\(10 + $0)", published: .hour(Int64($0 / 5))) }
            _ = try await archives.news.keep(articles.shuffled(), from: feed.rawValue, validators: nil)
            var listed: [ArchivedArticle] = []
            var before: NewsPosition?
            repeat {
                let page = try await archives.news.articles(matching: NewsQuery(before: before), limit: 7)
                listed += page
                before = page.last.map { NewsPosition(time: $0.orderTime, id: $0.article.id) }
            } while before != nil
            #expect(listed == articles.reversed())
        }
    }

    @Test(
        "articles are found by language and by text, ASCII letters in any case, nothing being a wildcard",
        arguments: ArchiveKind.all)
    func search(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let articles: [ArchivedArticle] = [
                .sample("a", title: "Up 100% today"), .sample("b", title: "Up 100 today", summary: "ETF_flows"),
                .sample("c", title: "Élan du marché", language: "fr"),
            ]
            _ = try await archives.news.keep(articles, from: feed.rawValue, validators: nil)
            func found(_ query: NewsQuery) async throws -> [String] {
                try await archives.news.articles(matching: query, limit: 9).map(\.article.id.rawValue)
            }
            #expect(try await found(NewsQuery(language: "fr")) == ["c"])
            #expect(try await found(NewsQuery(publisher: articles[0].article.publisher)).count == 3)
            #expect(try await found(NewsQuery(publisher: "nobody")) == [])
            let time = articles[0].orderTime
            #expect(try await found(NewsQuery(since: time)).count == 3)
            #expect(try await found(NewsQuery(since: time + .milliseconds(1))) == [])
            #expect(try await found(NewsQuery(text: "100% T")) == ["a"])
            #expect(try await found(NewsQuery(text: "etf_")) == ["b"])
            #expect(try await found(NewsQuery(text: "TODAY")) == ["b", "a"])
            #expect(try await found(NewsQuery(text: "Élan DU")) == ["c"])
            #expect(try await found(NewsQuery(text: "élan")) == [])
        }
    }

    @Test(
        "a feed's validators are kept byte for byte, and stay when a later answer has none", arguments: ArchiveKind.all)
    func validators(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            #expect(try await archives.news.validators(of: feed.rawValue) == nil)
            let first = FeedValidators(etag: "W/\"a b\"", lastModified: nil)
            _ = try await archives.news.keep([], from: feed.rawValue, validators: first)
            #expect(try await archives.news.validators(of: feed.rawValue) == first)
            let second = FeedValidators(etag: nil, lastModified: "Sat, 01 Jan 2026 00:00:00 GMT")
            _ = try await archives.news.keep([], from: feed.rawValue, validators: second)
            _ = try await archives.news.keep([], from: feed.rawValue, validators: nil)
            #expect(try await archives.news.validators(of: feed.rawValue) == second)
        }
    }

    @Test("two programs that keep the same articles at once count each of them new exactly once", arguments: Engine.all)
    func atOnce(engine: Engine) async throws {
        try await withEmptyDatabase(engine) { url in
            try await withOpen(url) { one in
                try await withOpen(url) { other in
                    let articles = (0..<200).map { ArchivedArticle.sample("id\($0)") }
                    async let first = one.news.keep(articles, from: feed.rawValue, validators: nil)
                    async let second = other.news.keep(articles.reversed(), from: feed.rawValue, validators: nil)
                    let sum = try await first + second
                    #expect(sum == WriteResult(new: 200, unchanged: 200))
                }
            }
        }
    }
}
