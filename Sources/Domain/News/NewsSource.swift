/// A feed that can be fetched.
package protocol NewsSource: Sendable {
    var name: SourceName { get }

    /// The key of its validators: its URL, as other documents of the same host have other ones.
    var address: String { get }

    /// The articles of the feed; none and `notModified` when it is unchanged since `validators` (RFC 9110, 13.1).
    /// - Throws: ``SourceFailure`` with what to do.
    func articles(since validators: FeedValidators?) async throws(SourceFailure) -> NewsBatch
}

/// The `ETag` and `Last-Modified` of a response for conditional requests, byte for byte.
package struct FeedValidators: Hashable, Sendable {
    package let etag: String?
    package let lastModified: String?

    /// `nil` without either.
    package init?(etag: String?, lastModified: String?) {
        guard etag != nil || lastModified != nil else { return nil }
        self.etag = etag
        self.lastModified = lastModified
    }
}

/// The response of a feed.
package struct NewsBatch: Sendable {
    package let articles: [Article]
    package let validators: FeedValidators?
    package let notModified: Bool
    /// The reasons for omitted entries, at most a few lines.
    package let rejected: [String]
    /// The number of entries that gave no article.
    package let rejectedCount: Int

    package init(
        articles: [Article], validators: FeedValidators?, notModified: Bool = false, rejected: [String] = [],
        rejectedCount: Int = 0
    ) {
        self.articles = articles
        self.validators = validators
        self.notModified = notModified
        self.rejected = rejected
        self.rejectedCount = rejectedCount
    }
}
