import Domain
import Support
import Testing

@Suite("An address that is shown") struct AddressRedactionTests {
    @Test(
        "has no user, key or token",
        arguments: [
            ("https://user:s3cret@feeds.example/rss", "https://***@feeds.example/rss"),
            ("https://s3cret@feeds.example:8443/rss?a=1", "https://***@feeds.example:8443/rss?a=1"),
            ("https://user:s3cret/x@feeds.example/rss", "https://***@feeds.example/rss"),
            ("https://user:s3cret?x@feeds.example/rss", "https://***@feeds.example/rss"),
            ("user:s3cret@feeds.example/rss", "***@feeds.example/rss"),
            ("https://feeds.example/rss?token=s3cret", "https://feeds.example/rss?token=***"),
            ("https://feeds.example/rss?api_key=s3cret&q=bitcoin", "https://feeds.example/rss?api_key=***&q=bitcoin"),
            ("https://feeds.example/rss?KEY=s3cret#top", "https://feeds.example/rss?KEY=***#top"),
            ("https://feeds.example/rss?q=1&access-token=s3cret", "https://feeds.example/rss?q=1&access-token=***"),
            ("https://feeds.example/rss?x=A1s3cretA1s3cret", "https://feeds.example/rss?x=***"),
            ("https://feeds.example/rss?%74oken=s3cret", "https://feeds.example/rss?%74oken=***"),
            (
                "https://hooks.example/services/T0/B0/s3cretXYZ0123456789abcd",
                "https://hooks.example/services/T0/B0/***"
            ),
            ("https://hc.example/3f9a6c1e-5b7d-4a2f-9c8e-0d1b2a3c4e5f", "https://hc.example/***"),
            ("https://feeds.example/private/0123456789abcdef/rss", "https://feeds.example/private/***/rss"),
            ("https://feeds.example/#access_token=s3cret", "https://feeds.example/#***"),
        ])
    func redacted(address: String, shown: String) {
        #expect(address.redactedAddress == shown)
        #expect(shown.redactedAddress == shown)
        #expect(address.isSecretAddress)
    }

    @Test(
        "is unchanged without a secret, so that an operator recognizes it",
        arguments: [
            "https://news.google.com/rss/search?q=bitcoin&hl=en-US&gl=US&ceid=US:en",
            "https://www.coindesk.com/arc/outboundfeeds/rss/", "https://cointelegraph.com/rss/tag/bitcoin",
            "https://medium.com/feed/@bitcoin", "http://127.0.0.1:8001", "http://[::1]:8001/x",
            "https://example.org/2026/11/bitcoin-passes-100000-dollars-again?keywords=bitcoin,price", "", "kraken",
        ])
    func unchanged(address: String) {
        #expect(address.redactedAddress == address && !address.isSecretAddress)
    }

    @Test("keeps no secret that stands before an @, whatever it is made of")
    func anyPassword() {
        var generator = SeededGenerator(seed: 14)
        for _ in 0..<5000 {
            let secret = "s3" + HostileText.random(using: &generator).filter { $0 != "@" } + "cret"
            let shown = "https://user:\(secret)@feeds.example/rss".redactedAddress
            #expect(!shown.contains("s3"), "\(shown.debugDescription)")
        }
    }

    @Test(
        "is an http address with a host and a port, or none",
        arguments: [
            ("https://example.org", true), ("HTTP://example.org:80/x", true), ("http://[::1]:8001", true),
            ("http://u:p@example.org", true), ("ftp://example.org", false), ("http://", false), ("http:///x", false),
            ("http://:80", false), ("http://a:0", false), ("http://a:65536", false), ("http://a:x", false),
            ("http://a b", false), ("http://a\n", false), ("http://[::1", false), ("http://é", false),
            ("a.example", false),
        ])
    func form(address: String, isValid: Bool) { #expect(address.isHTTPAddress == isValid) }
}
