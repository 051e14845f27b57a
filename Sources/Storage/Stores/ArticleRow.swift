import Domain

/// Maps articles to rows of `articles`.
enum ArticleRow {
    static let columns = [
        "id", "title", "link", "publisher", "published", "summary", "language", "feed", "run_id", "first_seen",
        "author", "untitled",
    ]
    static let names = columns.joined(separator: ", ")

    /// For ``ArticleSQL/insertWhereAbsent``: the columns, the sort time, and the time of the observation.
    static func values(_ archived: ArchivedArticle) -> [SQLValue] {
        let article = archived.article
        return [
            .text(article.id.rawValue), .text(article.title), .text(article.link), .text(article.publisher),
            .time(article.published),
            .text(article.summary), .text(article.language), .text(article.feed.rawValue), .text(archived.run.rawValue),
            .time(archived.firstSeen), .text(article.author), .flag(article.isUntitled), .time(archived.orderTime),
            .time(archived.firstSeen),
        ]
    }

    /// For ``ArticleSQL/hasSame``.
    static func sameness(_ archived: ArchivedArticle) -> [SQLValue] {
        let article = archived.article
        return [
            .time(archived.orderTime - ArchivedArticle.repetition),
            .time(archived.orderTime + ArchivedArticle.repetition),
            .text(article.feed.rawValue), .text(article.link), .text(article.title), .text(article.id.rawValue),
        ]
    }

    /// For ``ArticleSQL/updateWhereChanged``.
    static func changes(_ archived: ArchivedArticle) -> [SQLValue] {
        let article = archived.article
        return [
            .text(article.id.rawValue), .text(article.feed.rawValue),
            // What stands in for a missing title does not replace one.
            .text(article.isUntitled ? "" : article.title), .text(article.summary), .text(article.author),
            .time(article.published),
            .text(archived.run.rawValue), .time(archived.firstSeen),
        ]
    }

    static func article(in row: SQLRow) throws(ArchiveFailure) -> ArchivedArticle {
        let article = Article(
            id: ArticleID(rawValue: try row.text(0)), title: try row.text(1), link: try row.text(2),
            publisher: try row.text(3),
            published: try row.timeIfAny(4), summary: try row.text(5), language: try row.textIfAny(6),
            feed: SourceName(try row.text(7)), author: try row.textIfAny(10), isUntitled: try row.integer(11) != 0)
        return ArchivedArticle(article, run: RunID(rawValue: try row.text(8)), firstSeen: try row.time(9))
    }
}
