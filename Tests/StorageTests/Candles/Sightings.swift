import Domain
import Support

extension ArchivedCandle {
    /// The hour `n` as observed `after` seconds after its open time; closed from 3,600 on.
    static func hour(
        _ n: Int64, close: Double = 100, volume: Double = 1, source: SourceName = "kraken", after: Int64 = 3600,
        run: String = "run-1"
    )
        throws -> ArchivedCandle
    {
        ArchivedCandle(
            try Candle.hour(n, close: close, volume: volume), source: source, run: RunID(rawValue: run),
            seenAt: .hour(n) + .seconds(after))
    }
}

extension ArchivedArticle {
    static func sample(
        _ id: String, title: String = "Bitcoin rises", summary: String = "It rose.", published: Timestamp? = .hour(1),
        language: String? = "en",
        feed: SourceName = "news.example/bitcoin", firstSeen: Timestamp = .hour(2)
    ) -> ArchivedArticle {
        ArchivedArticle(
            Article(
                id: ArticleID(rawValue: id), title: title, link: "https://news.example/\(id)", publisher: "The Example",
                published: published,
                summary: summary, language: language, feed: feed),
            run: RunID(rawValue: "run-1"), firstSeen: firstSeen)
    }
}

extension ArchivedCandle {
    /// The minute `n` after the tests' epoch, closed. Its numbers are sums of powers of two, so that totals are exact.
    static func minute(
        _ n: Int64, close: Double? = nil, volume: Double = 0.5, source: SourceName = "kraken", run: String = "run-1"
    ) throws -> ArchivedCandle {
        let (open, close) = (Double(100 + n % 7), close ?? Double(100 + (n + 1) % 7))
        let candle = try Candle(
            .oneMinute, at: .testEpoch + .minutes(n), open: open, high: max(open, close) + 0.5,
            low: min(open, close) - 0.25, close: close, volume: volume)
        return ArchivedCandle(candle, source: source, run: RunID(rawValue: run), seenAt: candle.closeTime)
    }
}
