import Domain
import Testing

@testable import Outbound

@Suite("What a failed request leads to") struct PolicyTests {
    let policy = RetryPolicy(attempts: 3, firstWait: .milliseconds(500), longestWait: .seconds(8))

    @Test("waits grow with each attempt and never exceed their bound", arguments: 1...2)
    func grows(attempt: Int) {
        let failure = SourceFailure(.timeout, source: "s", "")
        for jitter in [0, 0.5, 0.999] {
            let wait = policy.wait(after: failure, attempt: attempt, jitter: jitter)
            #expect(wait.map { $0 <= .milliseconds(500) * (1 << (attempt - 1)) } == true)
        }
    }

    @Test("the last attempt is the last")
    func ends() {
        #expect(policy.wait(after: SourceFailure(.timeout, source: "s", ""), attempt: 3, jitter: 0) == nil)
    }

    @Test(
        "what cannot pass by itself is not tried again",
        arguments: [ErrorKind.blocked, .challenge, .auth, .tooLarge, .unexpectedShape, .tls])
    func final(kind: ErrorKind) {
        #expect(policy.wait(after: SourceFailure(kind, source: "s", ""), attempt: 1, jitter: 0.5) == nil)
    }

    @Test("Retry-After is seconds or a date")
    func retryAfter() {
        let now = Timestamp(rfc3339: "2026-11-23T19:00:00Z") ?? .init(seconds: 0)
        #expect(RetryAfter.parse("53", now: now) == .seconds(53))
        #expect(RetryAfter.parse("Mon, 23 Nov 2026 19:01:00 GMT", now: now) == .seconds(60))
        #expect(RetryAfter.parse("Mon, 23 Nov 2026 18:00:00 GMT", now: now) == .zero)
        #expect(RetryAfter.parse("soon", now: now) == nil)
        #expect(RetryAfter.parse("-5", now: now) == nil)
    }

    @Test("HTTP dates are read as RFC 9110 writes them, and nothing else is")
    func dates() {
        #expect(HTTPDate.parse("Sun, 06 Nov 1994 08:49:37 GMT") == Timestamp(seconds: 784_111_777))
        #expect(HTTPDate.parse("Sunday, 06-Nov-94 08:49:37 GMT") == nil)
        #expect(HTTPDate.parse("") == nil)
    }

    @Test("a host is named without user, password, path or key")
    func host() {
        #expect(NetworkClassification.host(of: "https://user:secret@example.org:8443/path?key=1") == "example.org:8443")
    }
}
