import Domain

/// What a response is compared with: a stored article, so that one that has not changed costs no statement.
struct KnownArticle {
    let feed: SourceName
    let title: String
    let summary: String
    let author: String?
    let published: Timestamp?

    /// Those of the articles that are stored, by id.
    static func of(_ articles: some Collection<ArchivedArticle>, in database: any SQLConnection)
        throws(ArchiveFailure) -> [ArticleID: KnownArticle]
    {
        let ids = articles.map { SQLValue.text($0.article.id.rawValue) }
        guard !ids.isEmpty else { return [:] }
        var known: [ArticleID: KnownArticle] = [:]
        for row in try database.rows(ArticleSQL.known(ids.count), ids) {
            known[ArticleID(rawValue: try row.text(0))] = KnownArticle(
                feed: SourceName(try row.text(1)), title: try row.text(2), summary: try row.text(3),
                author: try row.textIfAny(4), published: try row.timeIfAny(5))
        }
        return known
    }

    /// Whether storing the article would change nothing: what ``ArticleSQL/updateWhereChanged`` decides with the row.
    func isSame(as article: Article) -> Bool {
        guard feed == article.feed else { return true }
        let isEarlier = article.published.map { date in published.map { date < $0 } ?? true } ?? false
        return !isEarlier && (article.isUntitled || article.title == title) && article.summary == summary
            && (article.author == nil || article.author == author)
    }

    /// Whether its feed gave it with a date of more than a day earlier before.
    func isDated(before article: Article) -> Bool {
        guard let published, let date = article.published else { return false }
        return published < date - .days(1)
    }
}
