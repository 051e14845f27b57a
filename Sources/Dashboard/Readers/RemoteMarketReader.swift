package import API
package import Domain
import FoundationEssentials

/// Reads the market from the API's own routes: the adapter of `web`, which runs apart from the database.
package struct RemoteMarketReader: MarketReader {
    /// Asks the API for a path with its query (`/v1/price`), already percent-encoded; throws when there was no answer.
    package typealias Fetch = @Sendable (_ pathAndQuery: String) async throws -> (status: Int, body: [UInt8])

    private let fetch: Fetch

    package init(fetch: @escaping Fetch) {
        self.fetch = fetch
    }

    package func price() async throws(ReadingFailure) -> PriceReading {
        try await read("/v1/price", what: "price")
    }

    package func candles(_ query: CandleQuery) async throws(ReadingFailure) -> CandlePage {
        try await read(
            "/v1/candles"
                + Self.query([
                    ("interval", query.interval.rawValue), ("from", query.from?.rfc3339), ("to", query.to?.rfc3339),
                    ("limit", "\(query.limit)"),
                    ("before", query.before.map { Cursor.candles(query.interval, before: $0).text }),
                ]), what: "candles")
    }

    package func news(_ query: ArticleQuery) async throws(ReadingFailure) -> ArticlePage {
        try await read(
            "/v1/news"
                + Self.query([
                    ("limit", "\(query.limit)"), ("lang", query.filter.language), ("q", query.filter.text),
                    ("before", query.filter.before.map { Cursor.news(before: $0).text }),
                ]), what: "news")
    }

    package func analysis(in language: Language) async throws(ReadingFailure) -> AnalysisReading {
        try await read("/v1/analysis" + Self.query([("lang", language.rawValue)]), what: "analysis")
    }

    private func read<Reading: Decodable>(_ pathAndQuery: String, what: String) async throws(ReadingFailure) -> Reading {
        let answer: (status: Int, body: [UInt8])
        do {
            answer = try await fetch(pathAndQuery)
        } catch {
            throw .unavailable(detail: "the API did not answer \(pathAndQuery): \(error)")
        }
        switch answer.status {
        case 200: break
        // Another server's 404, where API_BASE_URL is wrong, is not ours.
        case 404 where String(decoding: answer.body, as: UTF8.self).contains(":no-data\""): throw .empty(what: what)
        default: throw .unavailable(detail: "the API answered \(pathAndQuery) with status \(answer.status)")
        }
        do {
            return try JSONDecoder().decode(Reading.self, from: Data(answer.body))
        } catch {
            throw .unavailable(detail: "the API's answer to \(pathAndQuery) is not the \(what) that was expected: \(error)")
        }
    }

    private static func query(_ items: [(name: String, value: String?)]) -> String {
        let pairs = items.compactMap { name, value in value.map { "\(name)=\($0.percentEncoded)" } }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }
}
