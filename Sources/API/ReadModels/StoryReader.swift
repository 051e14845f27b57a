import Analysis
import Domain

/// Reads articles as stories: each is listed once, at the time of its first report. What a feed dates ahead is left out
/// until it is due.
struct StoryReader: Sendable {
    let archive: any NewsArchive
    let now: Timestamp
    /// Articles read at once for a page.
    var maxSize = 10_000
    /// Articles read around a page to know its stories: two days before it, and four days after it.
    var contextLimit = 2000

    struct Story: Sendable {
        let first: ArchivedArticle
        /// Oldest first.
        let reports: [ArchivedArticle]
    }

    struct Page: Sendable {
        let stories: [Story]
        /// Where the next page begins; `nil` on the last one.
        let next: NewsPosition?
        /// When an article that is dated ahead may change the page; `nil` without one.
        let validUntil: Timestamp?
    }

    private static let (window, later) = (StoryGrouping.window, Duration.hours(96))
    /// The shortest time after a page whose articles are read, where there are many.
    private static let leastLater = Duration.minutes(15)
    /// Times that more articles are read where many are reports of others.
    private static let rounds = 5
    /// Days of news that are held at once for their moods.
    private static let span = Duration.days(4)
    /// Articles whose stories are found without letting other work run: a millisecond or two.
    private static let articlesAtOnce = 64

    /// Before all that is not due.
    private var due: NewsPosition { Self.start(of: now + .milliseconds(1)) }

    /// Before all articles of this time and later.
    private static func start(of time: Timestamp) -> NewsPosition {
        NewsPosition(time: time, id: ArticleID(rawValue: ""))
    }

    /// The stories of a page, newest first, and where the next page begins.
    func page(_ query: ArticleQuery) async throws -> Page {
        let (stories, next) = query.isGrouped ? try await stories(query) : try await articles(query)
        return Page(stories: stories, next: next, validUntil: try await validUntil(query.filter))
    }

    private func stories(_ query: ArticleQuery) async throws -> ([Story], NewsPosition?) {
        let newer = try await newer(than: query.filter)
        var filter = query.filter
        filter.before = filter.before ?? due
        var size = min(query.limit * 2 + 20, maxSize)
        for round in 1...Self.rounds {
            let batch = try await archive.articles(matching: filter, limit: size)
            let isLast = batch.count < size
            let older = isLast ? [] : try await context(before: batch.last, filter)
            let found = stories(in: newer + batch + older, listed: newer.count..<newer.count + batch.count)
                .filter { story in query.mood.map { tone(of: story.first) == $0 } ?? true }
            let page = Array(found.prefix(query.limit))
            if found.count > query.limit { return (page, page.last.map { NewsPosition($0.first) }) }
            if isLast { return (page, nil) }
            // The same articles again would have no other stories.
            if round == Self.rounds || size == maxSize { return (page, batch.last.map { NewsPosition($0) }) }
            size = min(size * 3, maxSize)
        }
        return ([], nil)
    }

    /// The articles of a page, each by itself.
    private func articles(_ query: ArticleQuery) async throws -> ([Story], NewsPosition?) {
        var filter = query.filter
        filter.before = filter.before ?? due
        let found = try await archive.articles(matching: filter, limit: query.limit + 1)
        let page = found.prefix(query.limit).map { Story(first: $0, reports: []) }
        return (page, found.count > query.limit ? page.last.map { NewsPosition($0.first) } : nil)
    }

    private func tone(of article: ArchivedArticle) -> Mood.Tone? {
        MoodModel.mood(of: article.article.title, declared: article.article.language)?.tone
    }

    /// When the next article that is dated ahead is due, where it may be on the page or report a story of it.
    func validUntil(_ filter: NewsQuery) async throws -> Timestamp? {
        if let before = filter.before, before.time + Self.later < now { return nil }
        var ahead = filter
        ahead.before = nil
        ahead.since = now + .milliseconds(1)
        let found = try await archive.articles(matching: ahead, limit: contextLimit)
        // Newest first: the next one is the last, or beyond the limit.
        return found.count < contextLimit ? found.last?.orderTime : now + .minutes(1)
    }

    /// The mood of each story that begins at `start` or later and before `end`, with its time, oldest first.
    func moods(from start: Timestamp, to end: Timestamp) async throws -> [(time: Timestamp, mood: Double)] {
        let end = min(end, due.time)
        var moods: [(time: Timestamp, mood: Double)] = []
        var tracker = StoryTracker()
        var (number, from) = (0, start - Self.window)
        while from < end {
            let until = min(end, from + Self.span)
            for item in try await items(from: from, to: until) {
                if tracker.add(item) == number, item.time >= start,
                    let mood = MoodModel.mood(of: item.title, declared: item.language)
                {
                    moods.append((item.time, mood.value))
                }
                number += 1
                if number.isMultiple(of: Self.articlesAtOnce) { await Task.yield() }
            }
            from = until
        }
        return moods
    }

    /// Oldest first.
    private func items(from start: Timestamp, to end: Timestamp) async throws -> [StoryGrouping.Item] {
        var items: [StoryGrouping.Item] = []
        var filter = NewsQuery(before: Self.start(of: end), since: start)
        while true {
            let page = try await archive.articles(matching: filter, limit: 1000)
            items += page.map(\.item)
            guard page.count == 1000, let last = page.last else { return items.reversed() }
            filter.before = NewsPosition(last)
        }
    }

    /// The articles directly after the page, newest first. Where there are more than ``contextLimit``, they reach less
    /// far.
    private func newer(than filter: NewsQuery) async throws -> [ArchivedArticle] {
        guard let before = filter.before else { return [] }
        var wanted = filter
        wanted.since = max(before.time, filter.since ?? before.time)
        var reach = Self.later
        while true {
            wanted.before = Self.start(of: min(before.time + reach, due.time))
            let found = try await archive.articles(matching: wanted, limit: contextLimit)
            if found.count < contextLimit || reach <= Self.leastLater {
                return found.filter { ($0.orderTime, $0.article.id.rawValue) >= (before.time, before.id.rawValue) }
            }
            reach = reach / 2
        }
    }

    private func context(before last: ArchivedArticle?, _ filter: NewsQuery) async throws -> [ArchivedArticle] {
        guard let last else { return [] }
        var wanted = filter
        wanted.before = NewsPosition(last)
        wanted.since = last.orderTime - Self.window
        return try await archive.articles(matching: wanted, limit: contextLimit)
    }

    /// - Parameters:
    ///   - articles: newest first.
    ///   - listed: the positions of those that may begin a story of the page.
    private func stories(in articles: [ArchivedArticle], listed: Range<Int>) -> [Story] {
        let count = articles.count
        let grouping = StoryGrouping(articles.reversed().map(\.item))
        var reports: [Int: [ArchivedArticle]] = [:]
        for index in grouping.first.indices where grouping.first[index] != index {
            reports[grouping.first[index], default: []].append(articles[count - 1 - index])
        }
        return listed.compactMap { position in
            let index = count - 1 - position
            guard grouping.first[index] == index else { return nil }
            // A publisher does not report its own article again.
            var known: Set<[String]> = [articles[position].source]
            return Story(
                first: articles[position], reports: (reports[index] ?? []).filter { known.insert($0.source).inserted })
        }
    }
}

extension ArchivedArticle {
    fileprivate var source: [String] { [article.publisher, article.link] }

    fileprivate var item: StoryGrouping.Item {
        StoryGrouping.Item(title: article.title, language: article.language, time: orderTime, link: article.link)
    }
}

extension NewsPosition {
    init(_ article: ArchivedArticle) { self.init(time: article.orderTime, id: article.article.id) }
}
