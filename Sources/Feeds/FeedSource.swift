package import Domain
package import Outbound

/// An RSS or Atom feed as a source of news: fetched conditionally, parsed leniently, and not trusted.
package struct FeedSource: NewsSource {
    package let name: SourceName
    /// The feed's address.
    package let url: String
    package var address: String { url }
    private let fetcher: any HTTPFetcher
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - name: by default derived from the address; see ``Domain/SourceName/init(feed:)``.
    ///   - now: the moment that no article may be newer than, read once for each response.
    package init(
        name: SourceName? = nil, url: String, fetcher: any HTTPFetcher, now: @escaping @Sendable () -> Timestamp
    ) {
        self.name = name ?? SourceName(feed: url)
        self.url = url
        self.fetcher = fetcher
        self.now = now
    }

    /// One source for each address, in the order given, each with a name of its own; an address given twice is one
    /// source.
    package static func sources(of urls: [String], fetcher: any HTTPFetcher, now: @escaping @Sendable () -> Timestamp)
        -> [FeedSource]
    {
        FeedNames.distinct(for: urls).map { FeedSource(name: $0.name, url: $0.url, fetcher: fetcher, now: now) }
    }

    package func articles(since validators: FeedValidators?) async throws(SourceFailure) -> NewsBatch {
        var request = OutboundRequest(url, expecting: .feed)
        if let etag = validators?.etag { request.headers.append(("If-None-Match", etag)) }
        if let lastModified = validators?.lastModified { request.headers.append(("If-Modified-Since", lastModified)) }

        let response = try await fetcher.fetch(request, for: name)
        let offered = FeedValidators(etag: response.headers["etag"], lastModified: response.headers["last-modified"])
        if response.status == 304 {
            return NewsBatch(articles: [], validators: offered ?? validators, notModified: true)
        }

        let result = try FeedParseResult(
            response.body, contentType: response.headers["content-type"], of: name, at: url, now: now())
        // The rest of a document that was cut off must be asked for again, so its validators are not kept.
        return NewsBatch(
            articles: result.articles, validators: result.isCutOff ? nil : offered, rejected: result.rejected)
    }
}
