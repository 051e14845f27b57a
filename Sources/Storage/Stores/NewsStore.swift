import Domain

/// Articles in the table `articles`, one row per id, and the validators of feeds in `feeds`.
struct NewsStore: NewsArchive {
    let engine: any SQLEngine

    func keep(_ articles: [ArchivedArticle], from address: String, validators: FeedValidators?)
        async throws(ArchiveFailure) -> WriteResult
    {
        try await engine.write { database throws(ArchiveFailure) in
            let kept = try Self.keep(articles, database)
            if let validators {
                try database.execute(
                    ArticleSQL.keepValidators, [.text(address), .text(validators.etag), .text(validators.lastModified)])
            }
            return kept
        }
    }

    static func keep(_ articles: [ArchivedArticle], _ database: any SQLConnection) throws(ArchiveFailure) -> WriteResult
    {
        // A common order prevents deadlocks between writers.
        let ordered = articles.enumerated().sorted {
            ($0.element.article.id.rawValue, $0.offset) < ($1.element.article.id.rawValue, $1.offset)
        }
        var kept = WriteResult()
        for (_, article) in ordered {
            if try database.execute(ArticleSQL.insertWhereAbsent, ArticleRow.values(article)) == 1 {
                guard try takeOverFormer(of: article.article, database) else {
                    if try database.rows(ArticleSQL.hasSame, ArticleRow.sameness(article)).isEmpty {
                        kept.new += 1
                    } else {
                        try database.execute("DELETE FROM articles WHERE id = ?", [.text(article.article.id.rawValue)])
                        kept.unchanged += 1
                    }
                    continue
                }
            }
            if try !database.rows(ArticleSQL.wasDatedBefore, ArticleRow.dateCheck(article)).isEmpty {
                kept.redated += 1
            }
            if try database.execute(ArticleSQL.updateWhereChanged, ArticleRow.changes(article)) == 1 {
                kept.updated += 1
            } else {
                kept.unchanged += 1
            }
        }
        return kept
    }

    /// Gives the row that an earlier version stored for a new article, under the id of its link, the id that it has now:
    /// it stays first seen when it was.
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
            let wanted = SQLValue.text(Self.lowercasedASCII(text))
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

    func validators(of address: String) async throws(ArchiveFailure) -> FeedValidators? {
        try await engine.read { database throws(ArchiveFailure) in
            guard
                let row = try database.rows("SELECT etag, last_modified FROM feeds WHERE name = ?", [.text(address)])
                    .first
            else {
                return nil
            }
            return FeedValidators(etag: try row.textIfAny(0), lastModified: try row.textIfAny(1))
        }
    }

    /// Folds case as the SQL of both engines does.
    private static func lowercasedASCII(_ text: String) -> String {
        String(
            decoding: text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 },
            as: UTF8.self)
    }
}
