package import Domain
import Synchronization

/// Articles in memory, by the rules of ``NewsArchive``: the stores' conformance tests run over it too.
package final class MemoryNews: NewsArchive {
    private struct Row {
        var article: ArchivedArticle
        /// When its feed last gave it.
        var seenAt: Timestamp

        func with(_ id: ArticleID) -> Row {
            let old = article.article
            let article = Article(
                id: id, title: old.title, link: old.link, publisher: old.publisher, published: old.published,
                summary: old.summary, language: old.language, feed: old.feed, author: old.author,
                isUntitled: old.isUntitled)
            return Row(
                article: ArchivedArticle(article, run: self.article.run, firstSeen: self.article.firstSeen),
                seenAt: seenAt)
        }
    }

    private struct State {
        var rows: [ArticleID: Row] = [:]
    }

    private let state = Mutex(State())
    private let feeds: MemoryFeeds
    /// The id under which an earlier version stored an article.
    private let formerID: @Sendable (Article) -> ArticleID?

    package init(
        _ articles: [ArchivedArticle] = [], feeds: MemoryFeeds = MemoryFeeds(),
        formerID: @escaping @Sendable (Article) -> ArticleID? = { _ in nil }
    ) {
        self.feeds = feeds
        self.formerID = formerID
        state.withLock { state in for article in articles { _ = keep(article, in: &state) } }
    }

    package func keep(_ articles: [ArchivedArticle], with feed: @escaping @Sendable (WriteResult) -> FeedState?)
        async throws -> WriteResult
    {
        let kept = state.withLock { state in
            articles.sorted { $0.article.id.rawValue < $1.article.id.rawValue }
                .reduce(WriteResult()) { $0 + keep($1, in: &state) }
        }
        if let feed = feed(kept) { try await feeds.record(feed) }
        return kept
    }

    package func articles(matching query: NewsQuery, limit: Int) async throws -> [ArchivedArticle] {
        func position(_ article: ArchivedArticle) -> (Timestamp, String) {
            (article.orderTime, article.article.id.rawValue)
        }
        let all = state.withLock { $0.rows.values.map(\.article) }
        return Array(
            all.sorted { position($0) > position($1) }
                .filter { article in query.before.map { position(article) < ($0.time, $0.id.rawValue) } ?? true }
                .filter { article in query.since.map { article.orderTime >= $0 } ?? true }
                .filter { article in query.publisher.map { article.article.publisher == $0 } ?? true }
                .filter { article in query.language.map { article.article.language == $0 } ?? true }
                .filter { article in query.text.map { Self.contains($0, article.article) } ?? true }
                .prefix(max(0, limit)))
    }

    private func keep(_ new: ArchivedArticle, in state: inout State) -> WriteResult {
        if state.rows[new.article.id] == nil, let former = formerID(new.article), let row = state.rows[former],
            row.article.article.feed == new.article.feed
        {
            state.rows[former] = nil
            state.rows[new.article.id] = row.with(new.article.id)
        }
        guard let row = state.rows[new.article.id] else {
            let isRepeated = state.rows.values.contains { row in
                row.article.article.feed == new.article.feed && row.article.article.link == new.article.link
                    && row.article.article.title == new.article.title
                    && row.article.orderTime >= new.orderTime - ArchivedArticle.repetition
                    && row.article.orderTime <= new.orderTime + ArchivedArticle.repetition
            }
            if isRepeated {
                var result = WriteResult(unchanged: 1)
                result.duplicates = 1
                return result
            }
            state.rows[new.article.id] = Row(article: new, seenAt: new.firstSeen)
            return WriteResult(new: 1)
        }
        let (old, told) = (row.article.article, new.article)
        let title = told.isUntitled ? old.title : told.title
        var result = WriteResult()
        if told.feed != old.feed { result.duplicates = 1 }
        if told.feed == old.feed, let published = told.published, let first = old.published,
            first < published - .days(1)
        {
            result.redated = 1
        }
        // The first date is kept, unless an earlier one comes.
        let date = [told.published, old.published].compactMap(\.self).min()
        let changed =
            title != old.title || told.summary != old.summary
            || date != old.published || told.author != nil && told.author != old.author
        guard changed, told.feed == old.feed, new.firstSeen >= row.seenAt else {
            result.unchanged = 1
            return result
        }
        let article = Article(
            id: old.id, title: title, link: old.link, publisher: old.publisher,
            published: date, summary: told.summary, language: old.language, feed: old.feed,
            author: told.author ?? old.author, isUntitled: old.isUntitled && title == old.title)
        state.rows[old.id] = Row(
            article: ArchivedArticle(article, run: new.run, firstSeen: row.article.firstSeen), seenAt: new.firstSeen)
        result.updated = 1
        return result
    }

    private static func contains(_ text: String, _ article: Article) -> Bool {
        let wanted = Array(text.folded.utf8)
        return [article.title, article.summary].contains { Array($0.folded.utf8).firstRange(of: wanted) != nil }
    }
}
