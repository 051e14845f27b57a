package import Domain

/// One request to the outside and its answer: what an adapter needs of HTTP, and no more.
package protocol HTTPFetcher: Sendable {
    /// - Returns: an answer with status 2xx or 304, its body complete and within ``OutboundRequest/bodyLimit``.
    /// - Throws: ``SourceFailure`` with the kind that the status, the network or the body earned.
    func fetch(_ request: OutboundRequest) async throws(SourceFailure) -> OutboundResponse
}

package struct OutboundRequest: Sendable {
    package enum Expectation: String, Sendable {
        case json = "application/json"
        case feed = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"
    }

    /// Whom a failure is blamed on.
    package var source: SourceName
    /// Absolute address, already percent-encoded.
    package var url: String
    /// What the answer should be: sent as `Accept`, and an HTML page in its place is recognised as a challenge or a refusal.
    package var expecting: Expectation
    package var headers: [(name: String, value: String)]
    /// Sent with POST; without one the request is a GET.
    package var text: String?
    /// Of ``text``.
    package var contentType = "text/plain; charset=utf-8"
    /// Whether the path is a secret, so that only the host may be told.
    package var isPathSecret = false
    /// Time allowed for one attempt, from connecting to the last byte.
    package var timeout: Duration
    /// Bytes of the decoded body beyond which the answer is refused.
    package var bodyLimit: Int

    package init(
        _ url: String, for source: SourceName, expecting: Expectation = .json,
        headers: [(name: String, value: String)] = [],
        timeout: Duration = .seconds(15), bodyLimit: Int = 8 << 20
    ) {
        self.source = source
        self.url = url
        self.expecting = expecting
        self.headers = headers
        self.timeout = timeout
        self.bodyLimit = bodyLimit
    }
}

package struct OutboundResponse: Sendable {
    package let status: Int
    /// Names in lower case.
    package let headers: [String: String]
    package let body: [UInt8]

    package init(status: Int = 200, headers: [String: String] = [:], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The server's clock, from its `Date` header (RFC 9110, 6.6.1).
    package var serverTime: Timestamp? { headers["date"].flatMap(HTTPDate.parse) }
}
