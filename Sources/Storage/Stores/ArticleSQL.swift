enum ArticleSQL {
    static let insertWhereAbsent = """
        INSERT INTO articles (\(ArticleRow.names), order_time, seen_at)
        VALUES (\(ArticleRow.columns.map { _ in "?" }.joined(separator: ", ")), ?, ?)
        ON CONFLICT (id) DO NOTHING
        """

    /// Gives the row of a feed another id.
    static let changeID = "UPDATE articles SET id = ? WHERE id = ? AND feed = ?"
    static let hasID = "SELECT 1 FROM articles WHERE id = ? AND feed = ?"

    /// Finds the same headline of a feed at the same link under another id, of about the same time: some feeds give
    /// each item a new identifier with every response.
    static let hasSame = """
        SELECT 1 FROM articles
        WHERE order_time BETWEEN ? AND ? AND feed = ? AND link = ? AND title = ? AND id <> ? LIMIT 1
        """

    /// Updates an article with later data of the same feed. The first date is kept unless an earlier one comes, and so
    /// is `first_seen`: a feed that repeats old items with today's date must not make them news.
    static let updateWhereChanged = """
        UPDATE articles
        SET title = COALESCE(NULLIF(incoming.title, ''), articles.title), summary = incoming.summary,
            untitled = CASE WHEN incoming.title = '' THEN articles.untitled ELSE 0 END,
            author = COALESCE(incoming.author, articles.author), published = \(firstDate),
            order_time = COALESCE(\(firstDate), articles.first_seen), run_id = incoming.run_id, seen_at = incoming.seen_at
        FROM (SELECT CAST(? AS TEXT) AS id, CAST(? AS TEXT) AS feed, CAST(? AS TEXT) AS title, CAST(? AS TEXT) AS summary,
            CAST(? AS TEXT) AS author, CAST(? AS BIGINT) AS published, CAST(? AS TEXT) AS run_id, CAST(? AS BIGINT) AS seen_at) AS incoming
        WHERE articles.id = incoming.id AND articles.feed = incoming.feed AND incoming.seen_at >= articles.seen_at
        AND (incoming.title NOT IN ('', articles.title) OR incoming.summary <> articles.summary
            OR (incoming.author IS NOT NULL AND incoming.author <> COALESCE(articles.author, ''))
            OR (incoming.published IS NOT NULL AND (articles.published IS NULL OR incoming.published < articles.published)))
        """

    private static let firstDate =
        "CASE WHEN incoming.published < articles.published THEN incoming.published ELSE COALESCE(articles.published, "
        + "incoming.published) END"

    /// The articles that are stored under any of so many ids.
    static func known(_ count: Int) -> String {
        "SELECT id, feed, title, summary, author, published FROM articles WHERE id IN (\(list(count)))"
    }

    /// Which of so many ids are stored.
    static func ids(_ count: Int) -> String { "SELECT id FROM articles WHERE id IN (\(list(count)))" }

    /// Which of so many links stored articles have.
    static func links(_ count: Int) -> String { "SELECT DISTINCT link FROM articles WHERE link IN (\(list(count)))" }

    /// - Parameter count: at least one.
    private static func list(_ count: Int) -> String { String(repeating: "?, ", count: count - 1) + "?" }
}
