import Domain
import Support
import Testing

@testable import Outbound

@Suite("What a failed request leads to") struct PolicyTests {
    let policy = RetryPolicy(attempts: 3, firstWait: .milliseconds(500), longestWait: .seconds(8))
    let request = OutboundRequest("https://venue.example/")

    @Test("waits grow with each attempt and never exceed their bound", arguments: 1...2)
    func grows(attempt: Int) {
        let error = OutboundError.timeout(host: "venue", limit: nil)
        for jitter in [0, 0.5, 0.999] {
            let wait = policy.wait(after: error, of: request, attempt: attempt, jitter: jitter)
            #expect(wait.map { $0 <= .milliseconds(500) * (1 << (attempt - 1)) } == true)
        }
    }

    @Test("the last attempt is the last")
    func ends() {
        #expect(policy.wait(after: .status(503), of: request, attempt: 3, jitter: 0) == nil)
    }

    @Test(
        "what does not pass by itself is not tried again",
        arguments: [
            OutboundError.status(400), .status(401), .status(403), .status(404), .status(429), .captcha(status: 503),
            .tooLarge(limit: 1), .webPage(status: 200), .maintenance(status: 503), .loginPage(status: 200),
            .redirectRefused(host: "venue", target: "", .circle), .status(410),
            .tls(host: "venue", .selfSigned), .invalidAddress("venue"), .privateAddress(host: "venue"),
        ])
    func final(error: OutboundError) {
        #expect(policy.wait(after: error, of: request, attempt: 1, jitter: 0.5) == nil)
    }

    @Test("a server at its limit that asks for no delay, or for one that has passed, gets one", arguments: 1...2)
    func noDelay(attempt: Int) {
        let wait = policy.wait(after: .status(429, retryAfter: .zero), of: request, attempt: attempt, jitter: 0)
        #expect(wait == .milliseconds(500) * (1 << (attempt - 1)))
    }

    @Test("Retry-After is seconds or a date")
    func retryAfter() {
        let now = Timestamp(rfc3339: "2026-11-23T19:00:00Z") ?? .init(seconds: 0)
        #expect(RetryAfter.parse("53", now: now) == .seconds(53))
        #expect(RetryAfter.parse("Mon, 23 Nov 2026 19:01:00 GMT", now: now) == .seconds(60))
        #expect(RetryAfter.parse("Mon, 23 Nov 2026 18:00:00 GMT", now: now) == .zero)
        #expect(RetryAfter.parse("Monday, 23-Nov-26 19:01:00 GMT", now: now) == .seconds(60))
        #expect(RetryAfter.parse("Mon Nov 23 19:01:00 2026", now: now) == .seconds(60))
        #expect(RetryAfter.parse("soon", now: now) == nil)
        for text in ["-5", "-9223372036854775808", "1e308", "nan", "", "Mon, 23 Nov 1000000000 19:01:00 GMT"] {
            #expect(RetryAfter.parse(text, now: now) == nil, "\(text)")
        }
    }

    @Test(
        "an absurd Retry-After is a week, and a long one is what it says",
        arguments: [
            ("9223372036854775807", Duration.days(7)), ("99999999999999999999", .days(7)),
            ("1" + String(repeating: "0", count: 30), .days(7)), ("Fri, 31 Dec 9999 23:59:59 GMT", .days(7)),
            ("259200", .days(3)), ("604801", .days(7)),
        ])
    func absurd(text: String, wait: Duration) {
        #expect(RetryAfter.parse(text, now: .hour(0)) == wait)
    }

    @Test(
        "a Retry-After with decimals, which some servers send, is rounded up",
        arguments: [("31.012", Int64(32)), ("0.5", 1), ("7.0", 7), ("0.000", 0)])
    func fractions(text: String, seconds: Int64) {
        #expect(RetryAfter.parse(text, now: .hour(0)) == .seconds(seconds))
    }

    @Test(
        "what only looks like decimals is none", arguments: ["1.", ".5", "1.5.2", "-1.5", "1.-5", "1e3.5", "1.5s", "."])
    func noFractions(text: String) {
        #expect(RetryAfter.parse(text, now: .hour(0)) == nil)
    }

    @Test("a delay that a server asks for is read from every refusal", arguments: [403, 408, 418, 429, 451, 502, 503])
    func anyStatus(status: Int) {
        let response = OutboundResponse(status: status, headers: ["retry-after": "120"], body: [])
        #expect(OutboundError(response, now: .hour(0))?.retryAfter == .seconds(120))
    }

    @Test(
        "Age is the whole seconds of its first value",
        arguments: [
            ("0", 0), ("90", 90), ("90, 20", 90), (" 7 ", 7), ("-1", nil), ("soon", nil), ("1.5", nil), ("", nil),
            ("99999999999999999999", nil), ("9223372036854775807", nil),
        ] as [(String, Int64?)])
    func age(text: String, seconds: Int64?) {
        #expect(OutboundResponse(headers: ["age": text], body: []).age == seconds.map { .seconds($0) })
    }

    @Test("a response without Age has none")
    func noAge() {
        #expect(OutboundResponse(body: []).age == nil)
    }

    @Test("a GET may be repeated, and is tried again; a POST may not, and is not")
    func idempotence() {
        var request = OutboundRequest("https://venue.example/")
        #expect(request.isIdempotent)
        #expect(policy.wait(after: .status(503), of: request, attempt: 1, jitter: 0.5) != nil)
        request.method = .post(body: "", contentType: "text/plain")
        #expect(!request.isIdempotent)
        #expect(policy.wait(after: .status(503), of: request, attempt: 1, jitter: 0.5) == nil)
    }

    @Test("a host is named without user, password, path or key")
    func host() {
        #expect(OutboundRequest("https://user:secret@example.org:8443/path?key=1").host == "example.org:8443")
    }
}
