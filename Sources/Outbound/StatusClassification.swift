package import Domain

extension OutboundError {
    /// What a response's status says alone; `nil` for success. For a receiver whose body does not matter.
    package init?(statusOf response: OutboundResponse, now: Timestamp) {
        guard !(200..<300).contains(response.status) else { return nil }
        let wait = RetryAfter.parse(response.headers["retry-after"], now: response.serverTime ?? now)
        self = .status(response.status, retryAfter: wait)
    }

    /// What a response's status and body mean; `nil` when an adapter can read it.
    init?(_ response: OutboundResponse, now: Timestamp) {
        let isPage = HTMLPage.isOne(response.body)
        if isPage, HTMLPage.isChallenge(response.body) {
            self = .captcha(status: response.status)
            return
        }
        switch response.status {
        case 200..<300:
            guard isPage else { return nil }
            self = HTMLPage.meaning(of: response.body, status: response.status)
        case 304:
            return nil
        default:
            let wait = RetryAfter.parse(response.headers["retry-after"], now: response.serverTime ?? now)
            self = .status(response.status, excerpt: Self.excerpt(of: response), retryAfter: wait)
        }
    }

    /// The beginning of an error's body: there a server says what it did not accept.
    private static func excerpt(of response: OutboundResponse) -> String {
        guard !HTMLPage.isOne(response.body) else { return "" }
        return String(decoding: response.body.prefix(200), as: UTF8.self).condensedLine()
    }
}
