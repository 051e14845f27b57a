/// One article as a feed announces it, reduced to plain text.
package struct Article: Hashable, Sendable {
    /// What makes it the same article when the feed is read again: hexadecimal SHA-256 of its link without tracking
    /// parameters.
    package let id: ArticleID
    package let title: String
    /// Absolute `http` or `https` address.
    package let link: String
    package let publisher: String
    /// `nil` when the feed gives no date that can be read, or one that had not come when the feed was fetched.
    package let published: Timestamp?
    /// Plain text, at most ``summaryLimit`` characters; empty when the feed has none.
    package let summary: String
    /// ISO 639 language code as the feed declares it (`en`, `fr`), `nil` when it does not.
    package let language: String?
    /// The feed it was read from.
    package let feed: SourceName

    package static let summaryLimit = 1000

    package init(
        id: ArticleID, title: String, link: String, publisher: String, published: Timestamp?, summary: String,
        language: String?,
        feed: SourceName
    ) {
        self.id = id
        self.title = title
        self.link = link
        self.publisher = publisher
        self.published = published
        self.summary = summary
        self.language = language
        self.feed = feed
    }
}

package struct ArticleID: RawRepresentable, Hashable, Sendable, Codable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// An article as it is kept: with the run that wrote it and when it was first seen.
package struct ArchivedArticle: Hashable, Sendable {
    package let article: Article
    package let run: RunID
    package let firstSeen: Timestamp

    package init(_ article: Article, run: RunID, firstSeen: Timestamp) {
        self.article = article
        self.run = run
        self.firstSeen = firstSeen
    }

    /// What the article is ordered by: when it was published, or when it was first seen where the feed does not say.
    package var orderTime: Timestamp { article.published ?? firstSeen }
}
