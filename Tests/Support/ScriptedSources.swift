package import Domain
import Synchronization

/// A price source that responds from a closure and remembers the ranges it was asked for.
package final class ScriptedPrices: PriceSource {
    package let name: SourceName
    package let depth: Int?
    private let answer: @Sendable (Interval, TimeRange) async throws(SourceFailure) -> CandleBatch
    private let asked = Mutex<[TimeRange]>([])

    package init(
        _ name: SourceName, depth: Int? = nil,
        _ answer: @escaping @Sendable (Interval, TimeRange) async throws(SourceFailure) -> CandleBatch
    ) {
        self.name = name
        self.depth = depth
        self.answer = answer
    }

    /// Has every hour but those in `missing`, up to and including the one open at `now`; closes are 100 plus the hour's
    /// number.
    package convenience init(
        _ name: SourceName, now: Timestamp, missing: Set<Timestamp> = [], depth: Int? = nil, price: Double = 100
    ) {
        self.init(name, depth: depth) { interval, range throws(SourceFailure) in
            let opens = range.openTimes(every: interval).filter { $0 <= now && !missing.contains($0) }
            let candles = opens.compactMap { open in
                let close = price + Double((open - .testEpoch).components.seconds / 3600 % 50)
                return try? Candle(
                    interval, at: open, open: close, high: close + 1, low: close - 1, close: close, volume: 1)
            }
            return CandleBatch(candles: candles, venueTime: now)
        }
    }

    /// Fails every time.
    package convenience init(failing kind: ErrorKind, _ name: SourceName) {
        self.init(name) { _, _ throws(SourceFailure) in throw SourceFailure(kind, source: name) }
    }

    package var requests: [TimeRange] { asked.withLock { $0 } }

    package func candles(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> CandleBatch {
        asked.withLock { $0.append(range) }
        return try await answer(interval, range)
    }
}

extension SourceFailure {
    /// A failure of one kind, as a source reports it.
    package init(_ kind: ErrorKind, source: SourceName, _ text: String = "made to fail") {
        self.init(source, .reported(kind, text: text))
    }
}

/// A feed that responds from a closure.
package struct ScriptedNews: NewsSource {
    package let name: SourceName
    package var address: String { "https://\(name)/feed" }
    private let answer: @Sendable (FeedValidators?) throws(SourceFailure) -> NewsBatch

    package init(_ name: SourceName, _ answer: @escaping @Sendable (FeedValidators?) throws(SourceFailure) -> NewsBatch)
    {
        self.name = name
        self.answer = answer
    }

    package func articles(since validators: FeedValidators?) async throws(SourceFailure) -> NewsBatch {
        try answer(validators)
    }
}

extension Article {
    /// A plausible article, identified by its number.
    package static func number(_ n: Int, title: String? = nil, published: Timestamp? = nil, language: String? = "en")
        -> Article
    {
        Article(
            id: ArticleID(rawValue: "article-\(n)"), title: title ?? "Article \(n)", link: "https://example.org/\(n)",
            publisher: "Example",
            published: published ?? .hour(Int64(n)), summary: "Summary \(n)", language: language, feed: "example.org")
    }
}
