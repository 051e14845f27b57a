/// An article of a feed, reduced to plain text.
package struct Article: Hashable, Sendable {
    /// The identity of the article: hexadecimal SHA-256 of its identifier in the feed, else of its link without
    /// tracking parameters, else of its content.
    package let id: ArticleID
    package let title: String
    /// An absolute `http` or `https` URL.
    package let link: String
    package let publisher: String
    /// `nil` when the feed has no readable date, or one more than a day ahead. A date that is still ahead is when the
    /// article is due.
    package let published: Timestamp?
    /// Plain text, at most ``summaryLimit`` characters; empty when the feed has none.
    package let summary: String
    /// ISO 639 language code as the feed declares it (`en`, `fr`), `nil` when it does not.
    package let language: String?
    /// The feed of the article.
    package let feed: SourceName
    /// The writer, where the feed names one.
    package let author: String?
    /// Whether the feed gives no title, and ``title`` is made of the summary, or of the publisher and the time.
    package let isUntitled: Bool

    package static let summaryLimit = 1000

    package init(
        id: ArticleID, title: String, link: String, publisher: String, published: Timestamp?, summary: String,
        language: String?,
        feed: SourceName, author: String? = nil, isUntitled: Bool = false
    ) {
        self.id = id
        self.title = title
        self.link = link
        self.publisher = publisher
        self.published = published
        self.summary = summary
        self.language = language
        self.feed = feed
        self.author = author
        self.isUntitled = isUntitled
    }
}

package struct ArticleID: RawRepresentable, Hashable, Sendable, Codable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// A stored article: with the run that wrote it and the time of its first observation.
package struct ArchivedArticle: Hashable, Sendable {
    package let article: Article
    package let run: RunID
    package let firstSeen: Timestamp

    package init(_ article: Article, run: RunID, firstSeen: Timestamp) {
        self.article = article
        self.run = run
        self.firstSeen = firstSeen
    }

    /// The sort time: the publication, or the first observation where the date is unknown.
    package var orderTime: Timestamp { article.published ?? firstSeen }
}
