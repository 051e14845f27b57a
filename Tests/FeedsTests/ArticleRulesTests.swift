import Domain
import Support
import Testing

@testable import Feeds

@Suite("What makes an entry an article")
struct ArticleRulesTests {
    @Test("a date up to a day ahead is kept, as the article is due then; one further ahead is an error")
    func future() throws {
        // The document is read at hour 48.
        #expect(try article(item(date: "Sat, 03 Jan 2026 00:00:30 GMT")).published == .hour(48) + .seconds(30))
        #expect(try article(item(date: "Sun, 04 Jan 2026 00:00:00 GMT")).published == .hour(72))
        #expect(try article(item(date: "Sun, 04 Jan 2026 00:00:01 GMT")).published == nil)
        #expect(try article(item(date: "Fri, 01 Jan 2100 00:00:00 GMT")).published == nil)
    }

    @Test("an article without a readable date has none", arguments: [nil, "", "soon"])
    func undated(date: String?) throws {
        #expect(try article(item(date: date)).published == nil)
    }

    @Test("an entry without a title has the first words of its summary, and is marked")
    func untitled() throws {
        let short = try article(item(title: nil, summary: "Mining difficulty fell."))
        #expect(short.title == "Mining difficulty fell." && short.isUntitled)
        let long = try article(
            item(title: "&lt;br&gt;", summary: String(repeating: "Mining difficulty fell ", count: 9)))
        #expect(long.title == "Mining difficulty fell Mining difficulty fell Mining difficulty fell Mining…")
        #expect(long.summary.hasPrefix("Mining") && long.isUntitled)
        #expect(try article(item()).isUntitled == false)
    }

    @Test("an entry without any text has its publisher and time for a title")
    func wordless() throws {
        let article = try article(item(title: nil))
        #expect(article.title == "The Hourly Coin, 2026-01-01 10:00 UTC" && article.isUntitled)
        let reading = try read(rss(item(), item(title: nil, date: nil)))
        #expect(reading.rejected == ["entry 2: has no title, text or date"] && reading.rejectedCount == 1)
    }

    @Test("a title that is only a picture is what the picture shows")
    func picture() throws {
        let title = "&lt;img src=&quot;a.png&quot; alt=&quot;Bitcoin &amp;amp; gold&quot;&gt;"
        let shown = try article(item(title: title))
        #expect(shown.title == "Bitcoin & gold" && !shown.isUntitled)
    }

    @Test(
        "links that are no web address are refused",
        arguments: [
            "javascript:alert(1)", "java&#10;script:alert(1)", " JavaScript:alert(1)", "data:text/html,x",
            "file:///etc/passwd", "mailto:a@b.example",
            "https://", "https://coindesk.com@evil.example/", "vbscript:x", "feed://a.example/", "http://:80/",
        ])
    func badLinks(link: String) throws {
        let reading = try read(rss(item(), item(link: link)))
        #expect(reading.articles.count == 1)
        let reason = link.contains("coindesk.com@") ? "contains a user name" : "is no http address"
        #expect(reading.rejected.first?.hasPrefix("entry 2: its link \(reason)") == true)
    }

    @Test(
        "links are made absolute",
        arguments: [
            ("/a", "https://hourlycoin.example/a"), ("b?c=1&amp;d=2", "https://hourlycoin.example/b?c=1&d=2"),
            ("//other.example/a", "https://other.example/a"), ("/100%", "https://hourlycoin.example/100%25"),
            ("/a[1]%20b", "https://hourlycoin.example/a%5B1%5D%20b"),
            ("/é|%C3%A9", "https://hourlycoin.example/%C3%A9%7C%C3%A9"),
            (
                "https://bücher.example/?next=https://a.example/",
                "https://xn--bcher-kva.example/?next=https://a.example/"
            ),
            ("www.other.example/a", "https://www.other.example/a"),
            ("HTTPS://Other.Example/A", "https://other.example/A"),
            ("\n  https://a.example/x y\n", "https://a.example/x%20y"),
            ("https://a.example/?a=1&b=2", "https://a.example/?a=1&b=2"),
        ])
    func links(written: String, meant: String) throws {
        #expect(try article(item(link: written)).link == meant)
    }

    @Test("a summary is cut at the limit, between characters")
    func summaryLimit() throws {
        let summary = try article(item(summary: String(repeating: "👩‍👩‍👧‍👦 ", count: 2_000))).summary
        #expect(summary.count <= Article.summaryLimit)
        #expect(summary.hasSuffix("…"))
        #expect(summary.dropLast().allSatisfy { $0 == " " || $0 == "👩‍👩‍👧‍👦" })
    }

    @Test("a title without end is cut")
    func titleLimit() throws {
        #expect(
            try article(item(title: String(repeating: "to the moon ", count: 500))).title.count
                <= ArticleContext.titleLimit)
    }

    @Test("a summary that only repeats the title is empty")
    func repetition() throws {
        #expect(try article(item(summary: "Bitcoin rises")).summary == "")
        #expect(
            try article(item(summary: "Bitcoin rises again, and here is why")).summary
                == "Bitcoin rises again, and here is why")
    }

    @Test(
        "languages are reduced to ISO 639",
        arguments: [("en-US", "en"), ("FR", "fr"), ("pt_BR", "pt"), (" de ", "de"), ("gsw", "gsw")])
    func languages(tag: String, code: String) {
        #expect(LanguageCode.reduced(tag) == code)
    }

    @Test("what is no language tag is no language", arguments: ["English", "", "e", "12", "français"])
    func noLanguage(tag: String) {
        #expect(LanguageCode.reduced(tag) == nil)
    }

    @Test(
        "the publisher is the part of the feed's title that its address knows, else its first part, else its host",
        arguments: [
            ("CoinDesk: Bitcoin, Ethereum, Crypto News and Price Data", "https://www.coindesk.com/", "CoinDesk"),
            ("News - Bitcoin Magazine", "https://bitcoinmagazine.com/", "Bitcoin Magazine"),
            ("Journal du Coin", "https://journalducoin.com", "Journal du Coin"),
            ("\"bitcoin\" - Google News", "https://news.google.com/", "Google News"),
            ("", "https://www.decrypt.co/", "decrypt.co"),
            ("All the latest | Somewhere", "https://a.example/", "All the latest"),
        ])
    func publishers(title: String, site: String, publisher: String) {
        #expect(
            SiteName.publisher(title: title, site: site, url: "https://feeds.example/x", name: "feeds.example")
                == publisher)
    }

    @Test(
        "the date of an empty field is none",
        arguments: [
            "Mon, 01 Jan 0001 00:00:00 GMT", "0001-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT",
            "1970-01-01T00:00:00Z",
        ])
    func emptyDate(date: String) throws {
        #expect(try article(item(date: date)).published == nil)
    }

    @Test(
        "an entry without a usable link is refused with the reason, and without a password",
        arguments: [
            ("http://user:secret@hourlycoin.example/a", "contains a user name"),
            ("https://hourlycoin.example/\(String(repeating: "a", count: 5000))", "longer than 4096"),
            ("ftp://hourlycoin.example/a", "no http address: ftp://"),
        ])
    func refusedLink(link: String, reason: String) throws {
        let reading = try read(rss(item(), item(link: link)))
        #expect(reading.rejected.first?.contains(reason) == true && reading.rejected.first?.contains("secret") == false)
    }
}
