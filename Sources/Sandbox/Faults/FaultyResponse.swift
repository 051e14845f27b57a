import Domain
import HTTPTypes

extension WorldResponse {
    /// 403 in the form that firewalls use.
    static let blocked = WorldResponse.text("Forbidden: requests from your network are not allowed", status: .forbidden)

    /// The bot check of a content delivery network.
    static func challenge(status: Int) -> WorldResponse {
        .html(
            """
            <!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title><meta name="robots" content="noindex,nofollow"></head>
            <body><h1>Checking your browser</h1><p>Verify you are human by completing the action below.</p>
            <form id="challenge-form" action="?__cf_chl_f_tk=simulated" method="POST"><input type="checkbox" name="human"></form>
            <noscript>Enable JavaScript and cookies to continue</noscript></body></html>
            """, status: .init(code: status))
    }

    /// The login of a network or a publisher.
    static let loginPage = WorldResponse.html(
        """
        <!DOCTYPE html><html lang="en"><head><title>Members area</title></head><body><h1>Please sign in</h1>
        <form method="post" action="/session"><input name="user"><input type="password" name="password"><button>Go</button></form>
        </body></html>
        """, status: .ok)

    static let maintenancePage = WorldResponse.html(
        """
        <!DOCTYPE html><html lang="en"><head><title>Scheduled maintenance</title></head>
        <body><h1>We will be right back</h1><p>Our engineers are at work. <a href="/login">Log in</a></p></body></html>
        """, status: .ok)

    static func rateLimited(retryAfter: Int?) -> WorldResponse {
        var response = WorldResponse.json(#"{"error":"Too Many Requests"}"#, status: .tooManyRequests)
        response.headers[.retryAfter] = retryAfter.map(String.init)
        return response
    }

    /// The refusal of a banned client, as Binance writes it.
    static func banned(for remaining: Duration, at now: Timestamp) -> WorldResponse {
        let end = (now + remaining).milliseconds
        let message =
            "Way too much request weight used; IP banned until \(end). Please use WebSocket Streams for live updates to "
            + "avoid bans."
        var response = WorldResponse.json(#"{"code":-1003,"msg":"\#(message)"}"#, status: .init(code: 418))
        response.headers[.retryAfter] = String((remaining.wholeMilliseconds + 999) / 1000)
        return response
    }

    /// The response with only the middle of its body, which even a lenient parser rejects.
    var malformed: WorldResponse {
        guard body.count > 1 else { return self }
        var response = self
        response.body = Array(body[body.count / 4..<max(1, body.count * 3 / 4)])
        return response
    }
}
