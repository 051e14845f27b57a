import Domain

/// What a status and a body mean for whoever asked.
enum StatusClassification {
    /// `nil` when the answer can be handed to the adapter.
    static func failure(for answer: OutboundResponse, to request: OutboundRequest, now: Timestamp) -> SourceFailure? {
        let source = request.source
        let isPage = HTMLPage.isOne(answer.body)
        if isPage, HTMLPage.isChallenge(answer.body) {
            return SourceFailure(
                .challenge, source: source,
                "answered \(answer.status) with a page that wants a human (captcha or browser check)")
        }
        switch answer.status {
        case 200..<300:
            return isPage
                ? SourceFailure(
                    .malformed, source: source, "answered \(answer.status) with an HTML page in place of data") : nil
        case 304:
            return nil
        case 401:
            return SourceFailure(.auth, source: source, "answered 401: the key is missing or wrong\(excerpt(answer))")
        case 403, 451:
            return SourceFailure(
                .blocked, source: source, "answered \(answer.status): refuses to serve this host\(excerpt(answer))")
        case 418, 429:
            let wait = RetryAfter.parse(answer.headers["retry-after"], now: answer.serverTime ?? now)
            let told = wait.map { ", and asks to wait \($0.components.seconds) s" } ?? ""
            return SourceFailure(
                .rateLimited, source: source, "answered \(answer.status): too many requests\(told)", retryAfter: wait)
        default:
            let wait =
                answer.status == 503
                ? RetryAfter.parse(answer.headers["retry-after"], now: answer.serverTime ?? now) : nil
            return SourceFailure(
                .httpStatus, source: source, "answered \(answer.status)\(excerpt(answer))", retryAfter: wait)
        }
    }

    /// The first words of an error body, on one line: venues say there what they did not like.
    private static func excerpt(_ answer: OutboundResponse) -> String {
        guard !HTMLPage.isOne(answer.body) else { return "" }
        let text = String(decoding: answer.body.prefix(200), as: UTF8.self)
            .map { $0.isNewline || $0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } ? " " : $0 }
        let words = String(text).split(separator: " ").joined(separator: " ")
        return words.isEmpty ? "" : ": \(words)"
    }
}

extension SourceFailure {
    /// Whether the source itself said 5xx: the one `http_status` that is worth another try.
    var isServerError: Bool { kind == .httpStatus && message.hasPrefix("answered 5") }
}
