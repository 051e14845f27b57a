/// A feed that can be asked for its articles.
package protocol NewsSource: Sendable {
    var name: SourceName { get }

    /// What its validators are kept under: its address, for another document of the same host has others.
    var address: String { get }

    /// The feed's articles; none and `notModified` when it has not changed since `validators` were given out (RFC 9110,
    /// 13.1).
    /// - Throws: ``SourceFailure`` that says what to do next.
    func articles(since validators: FeedValidators?) async throws(SourceFailure) -> NewsBatch
}

/// What a server gave to ask again politely: its `ETag` and `Last-Modified`, byte for byte.
package struct FeedValidators: Hashable, Sendable {
    package let etag: String?
    package let lastModified: String?

    /// `nil` when there is neither.
    package init?(etag: String?, lastModified: String?) {
        guard etag != nil || lastModified != nil else { return nil }
        self.etag = etag
        self.lastModified = lastModified
    }
}

/// What a feed answered.
package struct NewsBatch: Sendable {
    package let articles: [Article]
    package let validators: FeedValidators?
    package let notModified: Bool
    /// Entries that could not be an article and were left out, each with its reason.
    package let rejected: [String]

    package init(articles: [Article], validators: FeedValidators?, notModified: Bool = false, rejected: [String] = []) {
        self.articles = articles
        self.validators = validators
        self.notModified = notModified
        self.rejected = rejected
    }
}
