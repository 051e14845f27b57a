package import Domain
import Synchronization

/// A price source that responds from a closure and remembers the ranges it was asked for.
package final class ScriptedPrices: PriceSource {
    package let name: SourceName
    package let facts: SourceFacts
    private let answer: @Sendable (Interval, TimeRange) async throws(SourceFailure) -> CandleBatch
    private let asked = Mutex<[TimeRange]>([])

    package init(
        _ name: SourceName, depth: Int? = nil, pageSize: Int = 1000, quote: Quote = .usd,
        firstCandle: Timestamp? = nil,
        _ answer: @escaping @Sendable (Interval, TimeRange) async throws(SourceFailure) -> CandleBatch
    ) {
        self.name = name
        facts = SourceFacts(quote: quote, pageSize: pageSize, depth: depth, firstCandle: firstCandle)
        self.answer = answer
    }

    /// Has every hour but those in `missing`, up to and including the one open at `now`; closes are 100 plus the hour's
    /// number.
    package convenience init(
        _ name: SourceName, now: Timestamp, missing: Set<Timestamp> = [], depth: Int? = nil, price: Double = 100,
        pageSize: Int = 1000
    ) {
        self.init(name, depth: depth, pageSize: pageSize) { interval, range throws(SourceFailure) in
            let opens = range.openTimes(every: interval).filter { $0 <= now && !missing.contains($0) }
            let candles = opens.compactMap { open in
                let close = price + Double((open - .testEpoch).components.seconds / 3600 % 50)
                return try? Candle(
                    interval, at: open, open: close, high: close + 1, low: close - 1, close: close,
                    volume: 1 + Double(open.seconds / 3600 % 97) / 100)
            }
            return CandleBatch(candles: candles, venueTime: now)
        }
    }

    /// Fails every time.
    package convenience init(failing kind: ErrorKind, _ name: SourceName) {
        self.init(name) { _, _ throws(SourceFailure) in throw SourceFailure(kind, source: name) }
    }

    package var requests: [TimeRange] { asked.withLock { $0 } }

    package func page(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> SourcePage {
        asked.withLock { $0.append(range) }
        let batch = try await answer(interval, range)
        return SourcePage(
            candles: batch.candles, of: range, venueTime: batch.venueTime, rejected: batch.rejected)
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
    package let host: String
    package let isPrivate: Bool
    private let answer: @Sendable (FeedRequest) async throws(SourceFailure) -> NewsBatch

    /// - Parameter host: that of its name, if omitted.
    package init(
        _ name: SourceName, host: String? = nil, isPrivate: Bool = false,
        answering answer: @escaping @Sendable (FeedRequest) async throws(SourceFailure) -> NewsBatch
    ) {
        self.name = name
        self.host = host ?? name.rawValue
        self.isPrivate = isPrivate
        self.answer = answer
    }

    package init(_ name: SourceName, _ answer: @escaping @Sendable (FeedValidators?) throws(SourceFailure) -> NewsBatch)
    {
        self.init(name, answering: { request throws(SourceFailure) in try answer(request.validators) })
    }

    package func articles(_ request: FeedRequest) async throws(SourceFailure) -> NewsBatch {
        try await answer(request)
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
