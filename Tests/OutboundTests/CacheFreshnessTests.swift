import Domain
import Outbound
import Testing

/// Expected values by RFC 9111, sections 4.2, 5.1, 5.2 and 5.3.
@Suite("How long a response is fresh") struct CacheFreshnessTests {
    private let now = Timestamp(rfc3339: "2026-11-26T10:00:00Z") ?? .earliest
    private static let date = "Thu, 26 Nov 2026 09:59:50 GMT"

    private func lifetime(_ headers: [String: String]) -> Duration? {
        CacheFreshness.lifetime(of: OutboundResponse(headers: headers, body: []), now: now)
    }

    @Test(
        "max-age, in any company, case and quotes",
        arguments: [
            ("max-age=600", 600), ("public, Max-Age=60 ,must-revalidate", 60), ("max-age=\"30\"", 30),
            ("max-age=600, max-age=5", 600), ("s-maxage=9, max-age=600", 600), ("private=\"a,b\", max-age=7", 7),
            ("max-age=99999999999999999999", 1 << 31),
        ])
    func maxAge(header: String, seconds: Int64) { #expect(lifetime(["cache-control": header]) == .seconds(seconds)) }

    @Test(
        "nothing that delays the next request",
        arguments: [
            "no-cache", "no-store", "no-cache, max-age=600", "max-age=600, No-Store", "max-age=0", "max-age=-5",
            "max-age=soon", "max-age", "s-maxage=600", "public", "",
        ])
    func noDelay(header: String) { #expect(lifetime(["cache-control": header]) == nil) }

    @Test("Expires counts from Date, and only where there is no max-age")
    func expires() {
        let expires = "Thu, 26 Nov 2026 10:59:50 GMT"
        #expect(lifetime(["expires": expires, "date": Self.date]) == .hours(1))
        #expect(lifetime(["expires": expires]) == .seconds(3590))
        #expect(lifetime(["expires": expires, "cache-control": "max-age=60"]) == .seconds(60))
        #expect(lifetime(["expires": expires, "date": Self.date, "cache-control": "no-cache"]) == nil)
        for invalid in ["0", "-1", "tomorrow", Self.date, "Thu, 26 Nov 2020 10:59:50 GMT"] {
            #expect(lifetime(["expires": invalid, "date": Self.date]) == nil, "\(invalid)")
        }
    }

    @Test("the age of a cached response is taken off")
    func age() {
        #expect(lifetime(["cache-control": "max-age=600", "age": "100"]) == .seconds(500))
        #expect(lifetime(["cache-control": "max-age=600", "age": "600"]) == nil)
        #expect(
            lifetime(["expires": "Thu, 26 Nov 2026 10:59:50 GMT", "date": Self.date, "age": "600"]) == .minutes(50))
    }

    @Test("nothing is guessed where the server says nothing")
    func silent() { #expect(lifetime(["last-modified": "Thu, 26 Nov 2020 10:59:50 GMT"]) == nil) }
}
