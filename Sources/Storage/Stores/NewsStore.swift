import Domain

/// Articles in the table `articles`, one row per id.
struct NewsStore: NewsArchive {
    let engine: any SQLEngine

    func keep(
        _ articles: [ArchivedArticle], with state: @escaping @Sendable (WriteResult) -> FeedState?
    ) async throws(ArchiveFailure) -> WriteResult {
        try await engine.write { database throws(ArchiveFailure) in
            let kept = try Self.keep(articles, database)
            if let state = state(kept) { try FeedStore.record(state, database) }
            return kept
        }
    }

    /// Articles whose rows are looked up at once.
    private static let chunk = 500

    static func keep(_ articles: [ArchivedArticle], _ database: any SQLConnection) throws(ArchiveFailure) -> WriteResult
    {
        // A common order prevents deadlocks between writers.
        let ids = articles.map(\.article.id.rawValue)
        let ordered = articles.indices.sorted { (ids[$0], $0) < (ids[$1], $1) }.map { articles[$0] }
        var kept = WriteResult()
        var start = 0
        while start < ordered.count {
            let part = ordered[start..<min(start + Self.chunk, ordered.count)]
            let known = try KnownArticle.of(part, in: database)
            var related = try RelatedArticles.of(part.filter { known[$0.article.id] == nil }, in: database)
            for article in part { kept = try kept + keep(article, known[article.article.id], &related, database) }
            start += Self.chunk
        }
        return kept
    }

    /// - Parameters:
    ///   - known: the row with its id, as it was before the articles of the same response.
    ///   - related: rows that it may be another form of.
    private static func keep(
        _ archived: ArchivedArticle, _ known: KnownArticle?, _ related: inout RelatedArticles,
        _ database: any SQLConnection
    ) throws(ArchiveFailure) -> WriteResult {
        let article = archived.article
        var kept = WriteResult()
        if let known {
            if known.feed != article.feed {
                kept.duplicates = 1
            } else if known.isDated(before: article) {
                kept.redated = 1
            }
            if known.isSame(as: article) {
                kept.unchanged = 1
                return kept
            }
        } else if try database.execute(ArticleSQL.insertWhereAbsent, ArticleRow.values(archived)) == 1 {
            guard related.mayHaveFormer(of: article), try takeOverFormer(of: article, database) else {
                if related.mayHaveSame(as: article),
                    try !database.rows(ArticleSQL.hasSame, ArticleRow.sameness(archived)).isEmpty
                {
                    try database.execute("DELETE FROM articles WHERE id = ?", [.text(article.id.rawValue)])
                    (kept.unchanged, kept.duplicates) = (1, 1)
                } else {
                    kept.new = 1
                    related.insert(article)
                }
                return kept
            }
            related.insert(article)
        }
        if try database.execute(ArticleSQL.updateWhereChanged, ArticleRow.changes(archived)) == 1 {
            kept.updated = 1
        } else {
            kept.unchanged = 1
        }
        return kept
    }

    /// Gives the row that an earlier version stored for a new article, under the id of its link, the id that it has
    /// now: it stays first seen when it was.
    /// - Returns: whether there is one.
    private static func takeOverFormer(of article: Article, _ database: any SQLConnection) throws(ArchiveFailure)
        -> Bool
    {
        let (feed, id) = (SQLValue.text(article.feed.rawValue), SQLValue.text(article.id.rawValue))
        let former = SQLValue.text(FormerArticleID.of(article.link).rawValue)
        guard former != id, try !database.rows(ArticleSQL.hasID, [former, feed]).isEmpty else { return false }
        try database.execute("DELETE FROM articles WHERE id = ?", [id])
        try database.execute(ArticleSQL.changeID, [id, former, feed])
        return true
    }

    func articles(matching query: NewsQuery, limit: Int) async throws(ArchiveFailure) -> [ArchivedArticle] {
        var conditions: [String] = []
        var parameters: [SQLValue] = []
        if let before = query.before {
            conditions.append("(order_time, id) < (?, ?)")
            parameters += [.time(before.time), .text(before.id.rawValue)]
        }
        if let since = query.since {
            conditions.append("order_time >= ?")
            parameters.append(.time(since))
        }
        if let publisher = query.publisher {
            conditions.append("publisher = ?")
            parameters.append(.text(publisher))
        }
        if let language = query.language {
            conditions.append("language = ?")
            parameters.append(.text(language))
        }
        if let text = query.text {
            let wanted = SQLValue.text(text.folded)
            conditions.append("(\(engine.dialect.contains("title")) OR \(engine.dialect.contains("summary")))")
            parameters += [wanted, wanted]
        }
        parameters.append(.count(max(0, limit)))
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        let sql = "SELECT \(ArticleRow.names) FROM articles\(filter) ORDER BY order_time DESC, id DESC LIMIT ?"
        let values = parameters
        return try await engine.read { database throws(ArchiveFailure) in
            var articles: [ArchivedArticle] = []
            for row in try database.rows(sql, values) { articles.append(try ArticleRow.article(in: row)) }
            return articles
        }
    }
}
