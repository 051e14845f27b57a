/// Stores articles, one per ``ArticleID``.
///
/// Every method throws ``ArchiveFailure``.
package protocol NewsArchive: Sendable {
    /// Stores new articles, in one transaction. A stored article is updated only when the same feed changes its title,
    /// summary, author or date.
    /// - Parameter state: what is known of their feed from then on, which is stored with them; `nil` where that does not
    ///   follow from what was written. May be called more than once.
    func keep(_ articles: [ArchivedArticle], with state: @escaping @Sendable (WriteResult) -> FeedState?) async throws
        -> WriteResult

    /// Newest first by ``ArchivedArticle/orderTime`` (ties by id), at most `limit`.
    func articles(matching query: NewsQuery, limit: Int) async throws -> [ArchivedArticle]
}

extension NewsArchive {
    package func keep(_ articles: [ArchivedArticle]) async throws -> WriteResult {
        try await keep(articles) { _ in nil }
    }
}

extension ArchivedArticle {
    /// The same headline of a feed at the same link, under another id, is the same article if it is not further away in
    /// time than this. Later it may be another day's.
    package static let repetition: Duration = .days(3)
}

package struct NewsQuery: Hashable, Sendable {
    /// Only articles after this position: older, or of the same time with a smaller id.
    package var before: NewsPosition?
    /// Only articles of this time or later, by ``ArchivedArticle/orderTime``.
    package var since: Timestamp?
    /// The exact name of a publisher.
    package var publisher: String?
    /// ISO 639 code.
    package var language: String?
    /// A text in the title or summary, ignoring case and accents.
    package var text: String?

    package init(
        before: NewsPosition? = nil, since: Timestamp? = nil, language: String? = nil, publisher: String? = nil,
        text: String? = nil
    ) {
        self.before = before
        self.since = since
        self.publisher = publisher
        self.language = language
        self.text = text
    }
}

/// A position in the list of articles.
package struct NewsPosition: Hashable, Sendable {
    package let time: Timestamp
    package let id: ArticleID

    package init(time: Timestamp, id: ArticleID) {
        self.time = time
        self.id = id
    }
}
