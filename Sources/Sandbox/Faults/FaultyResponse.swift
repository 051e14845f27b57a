import HTTPTypes

extension WorldResponse {
    /// 403 as a firewall words it.
    static let blocked = WorldResponse.text("Forbidden: requests from your network are not allowed", status: .forbidden)

    /// The page that stands between a program and an answer, as content networks show it.
    static func challenge(status: Int) -> WorldResponse {
        .html(
            """
            <!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title><meta name="robots" content="noindex,nofollow"></head>
            <body><h1>Checking your browser</h1><p>Verify you are human by completing the action below.</p>
            <form id="challenge-form" action="?__cf_chl_f_tk=simulated" method="POST"><input type="checkbox" name="human"></form>
            <noscript>Enable JavaScript and cookies to continue</noscript></body></html>
            """, status: .init(code: status))
    }

    static func rateLimited(retryAfter: Int?) -> WorldResponse {
        var answer = WorldResponse.json(#"{"error":"Too Many Requests"}"#, status: .tooManyRequests)
        answer.headers[.retryAfter] = retryAfter.map(String.init)
        return answer
    }

    /// The answer with only the middle of its body, which no parser reads, not even one that recovers from a missing
    /// end.
    var malformed: WorldResponse {
        guard body.count > 1 else { return self }
        var answer = self
        answer.body = Array(body[body.count / 4..<max(1, body.count * 3 / 4)])
        return answer
    }
}
