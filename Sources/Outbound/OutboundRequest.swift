package import Domain

/// An HTTP request of ours to another server, or to our own API.
package struct OutboundRequest: Sendable {
    package enum Method: Sendable {
        case get
        case post(body: String, contentType: String)
        /// Of bytes that are no text, or of a text in another form than UTF-8.
        case postBytes([UInt8], contentType: String)
        case patch(body: String, contentType: String)
        case delete
    }

    /// What the response should be: sent as `Accept`.
    package enum Expectation: String, Sendable {
        case json = "application/json"
        case feed = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"
    }

    /// Absolute address, already percent-encoded.
    package var url: String
    package var method: Method
    package var expecting: Expectation
    package var headers: [(name: String, value: String)]
    /// Where the address permanently redirects to, as was learnt before: asked at once, under the rules of a redirect.
    package var movedTo: String?
    /// Whether the server is the operator's own, and may be told which run asks (`traceparent`, W3C Trace Context).
    package var isTraced = false
    /// What log lines call the server: a source's name, `api`, `notification`.
    package var label = ""
    /// Whether the path is a secret: then log lines name the host only.
    package var isPathSecret = false
    /// Whether its host may only be connected to at a public address: of an address that neither the operator nor this
    /// program chose.
    package var needsPublicAddress = false
    /// Time allowed for one attempt, from connecting to the last byte.
    package var timeout: Duration
    /// Bytes of the decoded body beyond which the response is refused.
    package var bodyLimit: Int
    /// What the server allows us, shared by the requests of one ``label``; `nil` for no limit.
    package var budget: RequestBudget?

    package init(
        _ url: String, method: Method = .get, label: String = "", expecting: Expectation = .json,
        headers: [(name: String, value: String)] = [], timeout: Duration = .seconds(15), bodyLimit: Int = 8 << 20
    ) {
        self.url = url
        self.method = method
        self.label = label
        self.expecting = expecting
        self.headers = headers
        self.timeout = timeout
        self.bodyLimit = bodyLimit
    }

    /// Whether sending it twice has the effect of sending it once (RFC 9110, 9.2.2), so that it may be retried.
    package var isIdempotent: Bool {
        switch method {
        case .get, .delete: true
        case .post, .postBytes, .patch: false
        }
    }

    /// Host and port of the address, without user, password, path or query: those may hold a key.
    package var host: String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        return rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.split(separator: "@").last.map(String.init) ?? ""
    }

    /// Whether its server cannot be one of the public internet: this host, or one of a private network.
    package var isToPrivateHost: Bool { PublicAddress.isPrivateName(RedirectOrigin(url).host) }
}

package struct OutboundResponse: Sendable {
    package let status: Int
    /// Names in lower case.
    package let headers: [String: String]
    package let body: [UInt8]
    /// The address that answered, after redirects, without user and password; `nil` for that of the request.
    package let url: String?
    /// The address that permanent redirects (301, 308) led to, up to the first other one; `nil` without them.
    package var movedTo: String?

    package init(status: Int = 200, headers: [String: String] = [:], body: [UInt8], url: String? = nil) {
        self.status = status
        self.headers = headers
        self.body = body
        self.url = url
    }

    /// The server's clock, from its `Date` header (RFC 9110, 6.6.1).
    package var serverTime: Timestamp? { headers["date"].flatMap { Timestamp(httpDate: $0) } }

    /// For how long the response has been in a cache, from its `Age` header (RFC 9111, 5.1: whole seconds; of several
    /// values the first); `nil` where no cache says so. At most a year, beyond which the value is an error.
    package var age: Duration? {
        let first = headers["age"]?.prefix { $0 != "," }
        guard let seconds = first.flatMap({ Int64($0.filter { $0 != " " }) }), (0...31_536_000).contains(seconds)
        else { return nil }
        return .seconds(seconds)
    }
}
