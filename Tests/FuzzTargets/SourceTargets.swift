import Domain
import Exchanges
import Feeds
import Outbound
import OutboundSupport
import Support

extension FuzzTarget {
    /// The responses of venues and witnesses: the first byte is the source, the second the interval, the rest the body.
    static let venues = FuzzTarget(
        "venues",
        words: [
            "[", "]", "null", "\"error\":[]", "\"result\":{", "\"XXBTZUSD\":", "\"data\":{\"ohlc\":", "\"timestamp\":",
            "\"prices\":", "[\"error\",11010,\"", "\"last\":", "\"history\":", "\"symbol\":\"BTCUSD.C\"", "1767229200",
            "1767229200000", "\"1.5\"", "1e400",
        ]
    ) { (bytes) throws(Broken) in
        guard bytes.count >= 2 else { return }
        let index = Int(bytes[0]) % (Venue.allCases.count + Witness.allCases.count)
        let interval = Interval.allCases[Int(bytes[1]) % Interval.allCases.count]
        let body = Array(bytes.dropFirst(2))
        let fetcher = StubFetcher { _ in
            OutboundResponse(headers: ["date": String(decoding: body, as: UTF8.self)], body: body)
        }
        let range = TimeRange(.hour(0), until: .hour(0) + interval.duration * 30)
        guard index < Venue.allCases.count else {
            return try await check(
                Witness.allCases[index - Venue.allCases.count].source(fetcher: fetcher), interval, range)
        }
        let batch: SourcePage
        do {
            batch = try await Venue.allCases[index].source(fetcher: fetcher, apiKey: "key").page(
                of: interval, in: range)
        } catch {
            return try readable("\(error)")
        }
        try require(batch.candles.allSatisfy { range.contains($0.openTime) }, "a candle is outside the range")
        try require(
            zip(batch.candles, batch.candles.dropFirst()).allSatisfy { $0.openTime < $1.openTime },
            "candles are not in order, or not unique")
        for reason in batch.rejected { try readable(reason) }
    }

    private static func check(_ witness: any PriceWitness, _ interval: Interval, _ range: TimeRange)
        async throws(Broken)
    {
        let closes: [WitnessedClose]
        do {
            closes = try await witness.closes(of: interval, in: range)
        } catch {
            return try readable("\(error)")
        }
        try require(closes.allSatisfy { range.contains($0.openTime) }, "a close is outside the range")
        try require(closes.allSatisfy { $0.close > 0 && $0.close <= 1e12 }, "a close is no price")
    }

    static let feeds = FuzzTarget(
        "feeds", maxLength: 4096,
        words: [
            "<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>https://a.example/", "</link>",
            "<![CDATA[", "]]>", "&amp;", "<!--", "-->", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>",
            "<!DOCTYPE rss [", "<!ENTITY a 'b'>", "&a;", "<?xml version='1.0' encoding='", "utf-16", "windows-1252",
            "<guid>", "<pubDate>", "xml:base='", "<dc:date>", "type='xhtml'", "mode='base64'", "<description>",
            "<media:group>", "<ttl>", "<skipHours><hour>", "<skipDays><day>", "<sy:updatePeriod>hourly",
            "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[", "{\"id\":\"", "\"content_html\":\"",
            "\\ud83d",
        ]
    ) { (bytes) throws(Broken) in
        try await check(feed: bytes)
    }

    /// A date and HTML within an otherwise valid feed: the date is the first line.
    static let html = FuzzTarget(
        "html",
        words: [
            "<p>", "<script>", "</script>", "<b", "&lt;", "&amp;lt;", "&#60;", "&#x3c;", "<!--", "<style>", "<svg",
            "<a href='",
            "&nbsp;", "Thu, 01 Jan 2026 10:00:00 GMT", "2026-01-01T10:00:00+02:00", "2004년 05월 28일", "10:14:55.1234",
        ]
    ) { (bytes) throws(Broken) in
        let parts = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        let (date, text) = (parts[0], parts.last ?? [])
        var feed = Array(
            "<rss><channel><title>Feed</title><item><link>https://a.example/1</link><pubDate><![CDATA[".utf8)
        feed += date
        for tag in ["title", "description"] {
            feed += Array("]]></\(tag == "title" ? "pubDate" : "title")><\(tag)><![CDATA[".utf8) + text
        }
        feed += Array("]]></description></item></channel></rss>".utf8)
        try await check(feed: feed)
    }

    /// A feed in an encoding that the header names: the first byte is the encoding, the rest the title.
    static let charsets = FuzzTarget(
        "charsets", maxLength: 600,
        words: ["\u{1B}$B", "\u{1B}(B", "\u{FEFF}", "é", "日本", "\u{0}<", "+AGE-"]
    ) { (bytes) throws(Broken) in
        guard let first = bytes.first else { return }
        var feed = Array("<rss><channel><item><link>https://a.example/1</link><title>".utf8)
        feed += bytes.dropFirst()
        feed += Array("</title></item></channel></rss>".utf8)
        try await check(feed: feed, charset: charsetNames[Int(first) % charsetNames.count])
    }

    private static let charsetNames = [
        "utf-8", "iso-8859-1", "windows-1251", "windows-874", "macintosh", "koi8-r", "shift_jis", "euc-jp",
        "iso-2022-jp",
        "gb18030", "big5", "euc-kr", "utf-7", "utf-16", "ibm866", "iso-8859-8-i", "unknown", "",
    ]

    private static func check(feed bytes: [UInt8], charset: String = "iso-8859-1") async throws(Broken) {
        let fetcher = StubFetcher { _ in
            OutboundResponse(headers: ["content-type": "text/xml; charset=\(charset)"], body: bytes)
        }
        let batch: NewsBatch
        do {
            batch = try await FeedSource(url: "https://a.example/feed", fetcher: fetcher, now: { .hour(48) }).articles(
                FeedRequest())
        } catch {
            return try readable("\(error)")
        }
        for article in batch.articles {
            try require(!article.title.isEmpty && article.title.count <= 300, "a title is empty or too long")
            try require(article.summary.count <= Article.summaryLimit, "a summary is too long")
            try require(
                article.link.hasPrefix("http://") || article.link.hasPrefix("https://"), "a link is no web address")
            try require(article.published.map { $0 <= .hour(72) } ?? true, "an article is due in more than a day")
            for text in [article.title, article.summary, article.publisher] {
                // The joiners of emoji and of Persian stay.
                let isReadable = text.unicodeScalars.allSatisfy {
                    $0.isPrintable || [0x200C, 0x200D].contains($0.value)
                }
                try require(isReadable, "a text is not printable")
            }
        }
        for reason in batch.rejected { try readable(reason) }
    }

    /// What was rejected is shown to people.
    private static func readable(_ reason: String) throws(Broken) {
        try require(reason.unicodeScalars.allSatisfy(\.isPrintable), "a reason is not printable")
        try require(reason.count <= 2000, "a reason has \(reason.count) characters")
    }
}
