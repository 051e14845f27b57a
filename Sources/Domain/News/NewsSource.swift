/// A feed that can be fetched.
package protocol NewsSource: Sendable {
    var name: SourceName { get }

    /// What its state is kept under: its URL, as other documents of the same host have other ones.
    var address: String { get }

    /// Host and port: sources of one host are asked one at a time.
    var host: String { get }

    /// Whether it is on this host or in a private network, and so the operator's own.
    var isPrivate: Bool { get }

    /// The articles of the feed; none and `notModified` when it is unchanged since the request's validators (RFC 9110,
    /// 13.1).
    /// - Throws: ``SourceFailure`` with what to do.
    func articles(_ request: FeedRequest) async throws(SourceFailure) -> NewsBatch
}

/// What is asked of a feed.
package struct FeedRequest: Hashable, Sendable {
    /// `nil` for the document whether it has changed or not.
    package let validators: FeedValidators?
    /// The address that it has moved to for good.
    package let movedTo: String?

    package init(since validators: FeedValidators? = nil, movedTo: String? = nil) {
        self.validators = validators
        self.movedTo = movedTo
    }
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
    /// The number of entries that repeat another one of the document.
    package var repeatedCount = 0
    /// When the feed is to be read again. Of an unchanged one only ``FeedDemands/freshFor`` is known.
    package var demands = FeedDemands()
    /// Where permanent redirects (301, 308) led; `nil` without.
    package var movedTo: String?

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
