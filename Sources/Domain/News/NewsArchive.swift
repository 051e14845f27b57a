/// Where articles are kept, one for each ``ArticleID``.
///
/// Every method throws ``ArchiveFailure``.
package protocol NewsArchive: Sendable {
    /// Keeps the articles that are new, and the validators of the feed at `address` with them, in one transaction.
    /// An article already kept is updated only when the same feed changed its title, summary or date.
    func keep(_ articles: [ArchivedArticle], from address: String, validators: FeedValidators?) async throws
        -> WriteResult

    /// Newest first by ``ArchivedArticle/orderTime`` (ties by id), at most `limit`.
    func articles(matching query: NewsQuery, limit: Int) async throws -> [ArchivedArticle]

    /// What the feed at `address` gave when it was last kept.
    func validators(of address: String) async throws -> FeedValidators?
}

package struct NewsQuery: Hashable, Sendable {
    /// Only articles that come after this one in the list: older, or of the same time with a smaller id.
    package var before: NewsPosition?
    /// ISO 639 code.
    package var language: String?
    /// Text that the title or the summary contains, ignoring the case of ASCII letters.
    package var text: String?

    package init(before: NewsPosition? = nil, language: String? = nil, text: String? = nil) {
        self.before = before
        self.language = language
        self.text = text
    }
}

/// A place in the list of articles.
package struct NewsPosition: Hashable, Sendable {
    package let time: Timestamp
    package let id: ArticleID

    package init(time: Timestamp, id: ArticleID) {
        self.time = time
        self.id = id
    }
}
