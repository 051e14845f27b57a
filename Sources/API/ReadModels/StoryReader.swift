import Analysis
import Domain

/// Reads articles as stories: each is listed once, at the time of its first report.
struct StoryReader: Sendable {
    let archive: any NewsArchive
    let now: Timestamp

    struct Story: Sendable {
        let first: ArchivedArticle
        /// Oldest first.
        let reports: [ArchivedArticle]
    }

    /// Articles around a page that are read to know its stories: two days before it, and four days after it.
    private static let (window, later, contextLimit) = (StoryGrouping.window, Duration.hours(96), 2000)
    /// Times that more articles are read where many are reports of others.
    private static let rounds = 5

    /// The stories of a page, newest first, and where the next page begins.
    func stories(_ query: ArticleQuery) async throws -> (stories: [Story], next: NewsPosition?) {
        let newer = try await newer(than: query.filter).filter { $0.orderTime <= now }
        var filter = query.filter
        // What a feed dates ahead is listed when it is due.
        filter.before = filter.before ?? NewsPosition(time: now + .milliseconds(1), id: ArticleID(rawValue: ""))
        var size = query.limit * 2 + 20
        for round in 1...Self.rounds {
            let batch = try await archive.articles(matching: filter, limit: size)
            let isLast = batch.count < size
            let older = isLast ? [] : try await context(before: batch.last, filter)
            let found = stories(in: newer + batch + older, listed: newer.count..<newer.count + batch.count)
                .filter { story in query.mood.map { tone(of: story.first) == $0 } ?? true }
            let page = Array(found.prefix(query.limit))
            if found.count > query.limit { return (page, page.last.map { NewsPosition($0.first) }) }
            if isLast { return (page, nil) }
            if round == Self.rounds { return (page, batch.last.map { NewsPosition($0) }) }
            size = min(size * 3, 10_000)
        }
        return ([], nil)
    }

    private func tone(of article: ArchivedArticle) -> Mood.Tone? {
        MoodModel.mood(of: article.article.title, declared: article.article.language)?.tone
    }

    /// The mood of each story that begins at `start` or later and before `end`, with its time.
    func moods(from start: Timestamp, to end: Timestamp) async throws -> [(time: Timestamp, mood: Double)] {
        var articles: [ArchivedArticle] = []
        var filter = NewsQuery(before: NewsPosition(time: end, id: ArticleID(rawValue: "")), since: start - Self.window)
        while true {
            let page = try await archive.articles(matching: filter, limit: 1000)
            articles += page
            guard page.count == 1000, let last = page.last else { break }
            filter.before = NewsPosition(last)
        }
        return stories(in: articles, listed: articles.indices).compactMap { story in
            guard story.first.orderTime >= start else { return nil }
            let article = story.first.article
            return MoodModel.mood(of: article.title, declared: article.language).map {
                (story.first.orderTime, $0.value)
            }
        }
    }

    /// The articles directly after the page, newest first.
    private func newer(than filter: NewsQuery) async throws -> [ArchivedArticle] {
        guard let before = filter.before else { return [] }
        var wanted = filter
        wanted.before = NewsPosition(time: before.time + Self.later, id: before.id)
        wanted.since = max(before.time, filter.since ?? before.time)
        return try await archive.articles(matching: wanted, limit: Self.contextLimit).filter {
            ($0.orderTime, $0.article.id.rawValue) >= (before.time, before.id.rawValue)
        }
    }

    private func context(before last: ArchivedArticle?, _ filter: NewsQuery) async throws -> [ArchivedArticle] {
        guard let last else { return [] }
        var wanted = filter
        wanted.before = NewsPosition(last)
        wanted.since = last.orderTime - Self.window
        return try await archive.articles(matching: wanted, limit: Self.contextLimit)
    }

    /// - Parameters:
    ///   - articles: newest first.
    ///   - listed: the positions of those that may begin a story of the page.
    private func stories(in articles: [ArchivedArticle], listed: Range<Int>) -> [Story] {
        let count = articles.count
        let grouping = StoryGrouping(
            articles.reversed().map {
                StoryGrouping.Item(title: $0.article.title, language: $0.article.language, time: $0.orderTime)
            })
        var reports: [Int: [ArchivedArticle]] = [:]
        for index in grouping.first.indices where grouping.first[index] != index {
            reports[grouping.first[index], default: []].append(articles[count - 1 - index])
        }
        return listed.compactMap { position in
            let index = count - 1 - position
            guard grouping.first[index] == index else { return nil }
            return Story(first: articles[position], reports: reports[index] ?? [])
        }
    }
}

extension NewsPosition {
    init(_ article: ArchivedArticle) { self.init(time: article.orderTime, id: article.article.id) }
}
