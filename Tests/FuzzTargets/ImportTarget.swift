import Domain
import Interchange

extension FuzzTarget {
    /// Files to import, whose rows are candles or articles.
    static let imports = FuzzTarget(
        "imports",
        words: [
            "time,open,high,low,close,volume\n", "unix,date,symbol,", "Volume BTC,Volume USD", "open_time",
            "close_time",
            "1514764800", "1514764800000", "1514764800000000", "2020-01-01 08-PM", "2020-01-01T00:00:00Z", "NaN",
            "1e-8",
            "PK\u{3}\u{4}", ";", "\t", "|", "\"\"", "\r\n", "[{\"time\":", "\"title\":",
        ]
    ) { (bytes) throws(Broken) in
        let (run, now) = (RunID(rawValue: "fuzz"), Timestamp(seconds: 1_790_000_000))
        for options in [ImportOptions(skipsBadRows: true), ImportOptions(interval: .oneMinute, skipsBadRows: true)] {
            guard let feed = try? CandleFeed(bytes, name: "a.csv", options, run: run, now: now) else { continue }
            while let chunk = try? feed.next(), !chunk.isEmpty {
                for candle in chunk {
                    try require(
                        candle.numbers.implausibility(for: feed.interval, isStored: candle.known != nil) == nil
                            && candle.numbers.openTime <= now,
                        "a row that cannot be a candle was read as one")
                }
            }
            let summary = feed.summary
            try require(summary.missing >= 0 && summary.candles >= 0, "counts are not counts")
        }
        guard
            let file = try? ArticleFile(
                bytes, name: "a.csv", run: run, now: now, identify: { ArticleID(rawValue: $0.link) })
        else { return }
        while let chunk = try? file.next(), !chunk.isEmpty {
            let text = ArticleCSV.header + ArticleCSV.lines(chunk)
            let again = try? ArticleFile(
                Array(text.utf8), name: "b.csv", run: run, now: now, identify: { ArticleID(rawValue: $0.link) })
            try require((try? again?.next()) == chunk, "articles change when they are written and read again")
        }
    }
}
