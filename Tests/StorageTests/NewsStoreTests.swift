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
            let kept = try await archives.news.keep([article])
            #expect(kept == WriteResult(new: 1))
            #expect(try await archives.news.articles(matching: NewsQuery(), limit: 5) == [article])
        }
    }

    @Test("text that looks like SQL is kept as text", arguments: ArchiveKind.all)
    func hostileText(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let text = "'); DROP TABLE articles; -- ? $1 {\"} \\"
            let article = ArchivedArticle.sample(text, title: text, summary: text, feed: SourceName(text))
            _ = try await archives.news.keep([article])
            #expect(
                try await archives.news.articles(matching: NewsQuery(language: "en", text: text), limit: 5) == [article]
            )
        }
    }

    @Test("a NUL in a title becomes a replacement character and cuts nothing off", arguments: Engine.all)
    func nul(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await database.news.keep(
                [.sample("a", title: "before\0after")])
            #expect(
                try await database.news.articles(matching: NewsQuery(), limit: 1).first?.article.title
                    == "before\u{FFFD}after")
        }
    }

    @Test("an article read again changes nothing", arguments: ArchiveKind.all)
    func again(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let articles = [ArchivedArticle.sample("a"), .sample("b", published: nil)]
            _ = try await archives.news.keep(articles)
            let later = [
                ArchivedArticle.sample("a", firstSeen: .hour(9)), .sample("b", published: nil, firstSeen: .hour(9)),
            ]
            #expect(
                try await archives.news.keep(later) == WriteResult(unchanged: 2))
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
                [.sample("a"), .sample("b"), .sample("c", published: nil)])
            let told = [
                ArchivedArticle.sample("a", title: "Bitcoin falls"),
                .sample("b", summary: "It fell.", firstSeen: .hour(5)),
                .sample("c", published: .hour(4), firstSeen: .hour(5)),
            ]
            #expect(try await archives.news.keep(told) == WriteResult(updated: 3))
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
                [.sample("a", published: .hour(100)), .sample("b", published: .hour(100))])
            let kept = try await archives.news.keep(
                [
                    .sample("a", published: .hour(268), firstSeen: .hour(269)),
                    .sample("b", published: .hour(101), firstSeen: .hour(269)),
                ])
            #expect(kept.unchanged == 2 && kept.redated == 1)
            let found = try await archives.news.articles(matching: NewsQuery(), limit: 5)
            #expect(found.map(\.article.published) == [.hour(100), .hour(100)])
            // A correction to an earlier date is taken.
            _ = try await archives.news.keep(
                [.sample("a", published: .hour(90), firstSeen: .hour(270))])
            let corrected = try await archives.news.articles(matching: NewsQuery(), limit: 5)
            #expect(corrected.last?.article.published == .hour(90))
        }
    }

    @Test("an article is not changed by another feed that has it too", arguments: ArchiveKind.all)
    func otherFeed(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await archives.news.keep([.sample("a")])
            let kept = try await archives.news.keep([.sample("a", title: "Other words", feed: "other.example")])
            #expect(kept.unchanged == 1 && kept.duplicates == 1 && kept.updated == 0)
            #expect(try await archives.news.articles(matching: NewsQuery(), limit: 5) == [.sample("a")])
        }
    }

    /// An article as an earlier version stored it, under the SHA-256 of its link without tracking.
    private func former(_ id: String, link: String, title: String = "Bitcoin rises") -> ArchivedArticle {
        let old = ArchivedArticle.sample(id, title: title)
        let article = Article(
            id: ArticleID(rawValue: id), title: title, link: link, publisher: old.article.publisher,
            published: old.article.published, summary: old.article.summary, language: old.article.language,
            feed: old.article.feed)
        return ArchivedArticle(article, run: old.run, firstSeen: old.firstSeen)
    }

    /// The link of an article, and what `sha256sum` gives for its part that decided.
    private static let formerIDs = [
        // https://news.example/plain
        ("https://news.example/plain", "a5f70e704959b73f29e8390adcdfbef8fd3e289581c930f234b062b2240e93e3"),
        // https://news.example/story?id=7
        (
            "https://news.example/story?id=7&UTM_Source=rss&fbclid=x#comments",
            "d495c7ae4be3bf2c497b5fe4a42b46b6ee1372ba477322ab10f2f840253147b2"
        ),
        // https://news.google.com/rss/articles/CBMi
        (
            "https://news.google.com/rss/articles/CBMi?oc=5",
            "3b29c47e0d85b6d15cb994a19329922574ecf22c1d85a075238b1b3e7c9f030d"
        ),
    ]

    @Test("a title that is missing now does not replace the one that an article has", arguments: ArchiveKind.all)
    func missingTitle(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let article = former("one", link: "https://a.example/1", title: "Bitcoin falls").article
            func item(_ title: String, isUntitled: Bool, _ summary: String) -> ArchivedArticle {
                ArchivedArticle(
                    Article(
                        id: article.id, title: title, link: article.link, publisher: article.publisher,
                        published: article.published, summary: summary, language: article.language, feed: article.feed,
                        isUntitled: isUntitled), run: RunID(rawValue: "r"), firstSeen: .hour(9))
            }
            for (item, wanted) in [
                (item("Bitcoin falls", isUntitled: false, "a"), WriteResult(new: 1)),
                (item("Example, 10:00 UTC", isUntitled: true, "a"), WriteResult(unchanged: 1)),
                (item("Example, 10:00 UTC", isUntitled: true, "b"), WriteResult(updated: 1)),
            ] {
                #expect(try await archives.news.keep([item]) == wanted)
            }
            let found = try #require(try await archives.news.articles(matching: NewsQuery(), limit: 9).first)
            #expect(found.article.title == "Bitcoin falls" && found.article.summary == "b")
        }
    }

    @Test("a new article is compared with those of its link alone, however many are stored")
    func comparison() async throws {
        try await withDatabase(.sqlite) { database in
            let values = ArticleRow.sameness(former("a", link: "https://a.example/1"))
            let plan = try await database.engine.read { connection throws(ArchiveFailure) in
                var steps: [String] = []
                for row in try connection.rows("EXPLAIN QUERY PLAN " + ArticleSQL.hasSame, values) {
                    steps.append(try row.text(3))
                }
                return steps
            }
            #expect(plan.count == 1 && plan.allSatisfy { $0.contains("articles_by_link (link=?)") }, "\(plan)")
        }
    }

    @Test(
        "a feed that gives its items a new identifier with every response adds nothing; another day's headline is new",
        arguments: ArchiveKind.all)
    func volatileIdentifiers(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            func items(_ pass: Int, at hour: Int64) -> [ArchivedArticle] {
                (0..<5).map { number in
                    let article = former("pass \(pass) item \(number)", link: "https://a.example/\(number)", title: "T")
                        .article
                    return ArchivedArticle(
                        Article(
                            id: article.id, title: article.title, link: article.link, publisher: article.publisher,
                            published: nil, summary: article.summary, language: article.language, feed: article.feed),
                        run: RunID(rawValue: "r\(pass)"), firstSeen: .hour(hour))
                }
            }
            #expect(try await archives.news.keep(items(0, at: 10)).new == 5)
            for pass in 1...4 {
                let kept = try await archives.news.keep(
                    items(pass, at: 10 + Int64(pass)))
                #expect(kept.unchanged == 5 && kept.duplicates == 5 && kept.new == 0)
            }
            #expect(try await archives.news.articles(matching: NewsQuery(), limit: 99).count == 5)
            #expect(try await archives.news.keep(items(9, at: 10 + 73)).new == 5)
        }
    }

    @Test(
        "an article that an earlier version stored under another id is the same article, first seen when it was",
        arguments: ArchiveKind.all)
    func formerID(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            for (number, (link, id)) in Self.formerIDs.enumerated() {
                #expect(FormerArticleID.of(link).rawValue == id)
                _ = try await archives.news.keep([former(id, link: link)])
                let now = former("new \(number)", link: link, title: "Bitcoin falls")
                let later = ArchivedArticle(now.article, run: now.run, firstSeen: .hour(50))
                let first = try await archives.news.keep([later])
                #expect(first == WriteResult(updated: 1))
                let again = try await archives.news.keep([later])
                #expect(again == WriteResult(unchanged: 1))
            }
            let found = try await archives.news.articles(matching: NewsQuery(), limit: 9)
            #expect(found.map(\.article.id.rawValue) == ["new 2", "new 1", "new 0"])
            #expect(found.allSatisfy { $0.firstSeen == .hour(2) && $0.article.title == "Bitcoin falls" })
        }
    }

    @Test(
        "the row of an earlier version becomes one article of its feed, the same in whatever order they are kept",
        arguments: ArchiveKind.all)
    func formerOfTwo(kind: ArchiveKind) async throws {
        let (link, id) = Self.formerIDs[0]
        let (one, two) = (former("one", link: link, title: "One"), former("two", link: link, title: "Two"))
        var left: [[ArchivedArticle]] = []
        for order in [[one, two], [two, one]] {
            try await withArchives(kind) { archives in
                let other = ArchivedArticle.sample("other", feed: "other.example")
                _ = try await archives.news.keep(
                    [former(id, link: link, title: "Old"), other])
                let later = order.map { ArchivedArticle($0.article, run: $0.run, firstSeen: .hour(50)) }
                let kept = try await archives.news.keep(later)
                #expect(kept == WriteResult(new: 1, updated: 1))
                left.append(try await archives.news.articles(matching: NewsQuery(), limit: 9))
            }
        }
        #expect(left[0] == left[1] && left[0].count == 3)
    }

    @Test(
        "the row of an earlier version stays that of its feed where another feed has the link",
        arguments: ArchiveKind.all)
    func formerOfOtherFeed(kind: ArchiveKind) async throws {
        let (link, id) = Self.formerIDs[0]
        try await withArchives(kind) { archives in
            _ = try await archives.news.keep([former(id, link: link)])
            let old = former("new", link: link).article
            let article = Article(
                id: old.id, title: old.title, link: link, publisher: old.publisher, published: old.published,
                summary: old.summary, language: old.language, feed: "other.example")
            let kept = try await archives.news.keep(
                [ArchivedArticle(article, run: RunID(rawValue: "run-1"), firstSeen: .hour(3))])
            #expect(kept == WriteResult(new: 1))
        }
    }

    @Test("an earlier observation that arrives later does not revert a change", arguments: ArchiveKind.all)
    func lateArrival(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await archives.news.keep(
                [.sample("a", title: "New title", firstSeen: .hour(5))])
            #expect(
                try await archives.news.keep(
                    [.sample("a", title: "Old title", firstSeen: .hour(2))])
                    == WriteResult(unchanged: 1))
        }
    }

    @Test("a date that the feed no longer gives is not forgotten", arguments: ArchiveKind.all)
    func dateGone(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await archives.news.keep([.sample("a", published: .hour(1))])
            #expect(
                try await archives.news.keep([.sample("a", published: nil)])
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
            _ = try await archives.news.keep(articles.shuffled())
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
        "articles are found by language and by text in any case, with and without accents, nothing being a wildcard",
        arguments: ArchiveKind.all)
    func search(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let articles: [ArchivedArticle] = [
                .sample("a", title: "Up 100% today"), .sample("b", title: "Up 100 today", summary: "ETF_flows"),
                .sample("c", title: "Élan du marché", language: "fr"),
            ]
            _ = try await archives.news.keep(articles)
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
            #expect(try await found(NewsQuery(text: "élan")) == ["c"])
            #expect(try await found(NewsQuery(text: "ÉLAN")) == ["c"])
            // Without accents too.
            #expect(try await found(NewsQuery(text: "elan du")) == ["c"])
            // E and a combining accent.
            #expect(try await found(NewsQuery(text: "E\u{301}lan")) == ["c"])
        }
    }

    @Test("two programs that keep the same articles at once count each of them new exactly once", arguments: Engine.all)
    func atOnce(engine: Engine) async throws {
        try await withEmptyDatabase(engine) { url in
            try await withOpen(url) { one in
                try await withOpen(url) { other in
                    let articles = (0..<200).map { ArchivedArticle.sample("id\($0)") }
                    async let first = one.news.keep(articles)
                    async let second = other.news.keep(articles.reversed())
                    let sum = try await first + second
                    #expect(sum == WriteResult(new: 200, unchanged: 200))
                }
            }
        }
    }
}
