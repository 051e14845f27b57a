import Domain

/// What is stored that a new article may be another form of: asked once for many articles, so that one that is related
/// to nothing, as most are, costs no statement but its own.
struct RelatedArticles {
    private var ids: Set<String>
    private var links: Set<String>
    /// The ids that earlier versions gave articles, by their links.
    private let formerIDs: [String: String]

    /// Those of the articles that are not stored under their own id.
    static func of(_ articles: some Collection<ArchivedArticle>, in database: any SQLConnection)
        throws(ArchiveFailure) -> RelatedArticles
    {
        let formerIDs = Dictionary(
            articles.map { ($0.article.link, FormerArticleID.of($0.article.link).rawValue) }, uniquingKeysWith: { $1 })
        var related = RelatedArticles(ids: [], links: [], formerIDs: formerIDs)
        guard !articles.isEmpty else { return related }
        related.ids.reserveCapacity(articles.count)
        related.links.reserveCapacity(articles.count)
        let former = formerIDs.values.map { SQLValue.text($0) }
        for row in try database.rows(ArticleSQL.ids(former.count), former) { related.ids.insert(try row.text(0)) }
        let links = articles.map { SQLValue.text($0.article.link) }
        for row in try database.rows(ArticleSQL.links(links.count), links) { related.links.insert(try row.text(0)) }
        return related
    }

    /// Whether an earlier version may have stored the article under the id of its link.
    func mayHaveFormer(of article: Article) -> Bool {
        ids.contains(formerIDs[article.link] ?? FormerArticleID.of(article.link).rawValue)
    }

    /// Whether an article with the same link may be stored.
    func mayHaveSame(as article: Article) -> Bool { links.contains(article.link) }

    /// Adds one that was stored since.
    mutating func insert(_ article: Article) {
        ids.insert(article.id.rawValue)
        links.insert(article.link)
    }
}
