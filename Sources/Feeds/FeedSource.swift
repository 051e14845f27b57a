package import Domain
package import Outbound

/// An RSS or Atom feed as a source of news, with conditional requests and lenient parsing. Its contents are untrusted.
package struct FeedSource: NewsSource {
    /// The name in settings, records and logs.
    package let name: SourceName
    /// The URL of the feed.
    package let url: String
    /// What the validators are kept under: the URL, without its secrets where it has some.
    package var address: String {
        url.isSecretAddress ? "\(url.redactedAddress)#\(HexDigest.sha256(url).prefix(16))" : url
    }
    private let fetcher: any HTTPFetcher
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - name: derived from the URL by default; see ``Domain/SourceName/init(feed:)``.
    ///   - now: the time after which an article cannot be dated, evaluated once per response.
    package init(
        name: SourceName? = nil, url: String, fetcher: any HTTPFetcher, now: @escaping @Sendable () -> Timestamp
    ) {
        self.name = name ?? SourceName(feed: url)
        self.url = url
        self.fetcher = fetcher
        self.now = now
    }

    /// One source per URL, in the given order, each with a unique name; a repeated URL is one source.
    package static func sources(of urls: [String], fetcher: any HTTPFetcher, now: @escaping @Sendable () -> Timestamp)
        -> [FeedSource]
    {
        FeedNames.distinct(for: urls).map { FeedSource(name: $0.name, url: $0.url, fetcher: fetcher, now: now) }
    }

    /// The names of the sources of these URLs.
    package static func names(of urls: [String]) -> [SourceName] { FeedNames.distinct(for: urls).map(\.name) }

    package var host: String { OutboundRequest(url).host.lowercased() }
    package var isPrivate: Bool { OutboundRequest(url).isToPrivateHost }

    /// Fetches the feed, unless it is unchanged since the validators of `asked`.
    /// - Throws: ``SourceFailure``
    package func articles(_ asked: FeedRequest) async throws(SourceFailure) -> NewsBatch {
        var request = OutboundRequest(url, expecting: .feed)
        request.movedTo = asked.movedTo
        let validators = asked.validators
        if let etag = validators?.etag { request.headers.append(("If-None-Match", etag)) }
        if let lastModified = validators?.lastModified { request.headers.append(("If-Modified-Since", lastModified)) }

        let response = try await fetch(request, isConditional: validators != nil)
        let offered = FeedValidators(etag: response.headers["etag"], lastModified: response.headers["last-modified"])
        let freshFor = CacheFreshness.lifetime(of: response, now: now())
        if response.status == 304 {
            var batch = NewsBatch(articles: [], validators: offered ?? validators, notModified: true)
            batch.demands.freshFor = freshFor
            batch.movedTo = remembered(response.movedTo)
            return batch
        }

        let result = try await FeedThread.run { [self] () throws(SourceFailure) in
            try FeedParseResult(
                response.body, contentType: response.headers["content-type"], of: name, at: base(of: response),
                now: now())
        }
        // A truncated document must be fetched again, so its validators are not kept.
        var batch = NewsBatch(
            articles: result.articles, validators: result.isCutOff ? nil : offered, rejected: result.rejected,
            rejectedCount: result.rejectedCount)
        batch.repeatedCount = result.repeatedCount
        batch.demands = result.demands.renewed(freshFor: result.isCutOff ? nil : freshFor)
        batch.movedTo = remembered(response.movedTo)
        return batch
    }

    /// A 304 to a question without a condition is asked again: a cache in between has answered for another client.
    private func fetch(_ request: OutboundRequest, isConditional: Bool) async throws(SourceFailure) -> OutboundResponse
    {
        let response = try await fetcher.fetch(request, for: name)
        guard response.status == 304, !isConditional else { return response }
        var direct = request
        direct.headers.append(("Cache-Control", "no-cache"))
        let second = try await fetcher.fetch(direct, for: name)
        guard second.status != 304 else { throw SourceFailure(name, .emptyDocument) }
        return second
    }

    /// An address is stored, so one with a secret, or in place of one with a secret, is not remembered.
    private func remembered(_ address: String?) -> String? {
        address.flatMap { $0.isSecretAddress || url.isSecretAddress ? nil : $0 }
    }

    /// What relative links of a response are relative to (RFC 3986, 5.1): the address that answered, or the one that
    /// the response names as its own.
    private func base(of response: OutboundResponse) -> String {
        let answered = response.url ?? url.addressWithoutUser
        return response.headers["content-location"].flatMap { ArticleLink.absolute($0, from: answered) } ?? answered
    }
}
