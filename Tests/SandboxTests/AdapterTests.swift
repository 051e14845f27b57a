import Domain
import Exchanges
import Feeds
import NIOHTTP1
import Outbound
import Sandbox
import Support
import Testing

/// The program's own adapters in the simulated world: what `demo` rests on.
struct AdapterTests {
    /// The HTTP client of these tests as the adapters want it.
    private struct Fetcher: HTTPFetcher {
        func fetch(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
            do {
                let response = try await ask(request.url, headers: .init(request.headers.map { ($0.name, $0.value) }))
                let headers = Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { $1 }
                guard [200, 304].contains(response.status) else {
                    throw OutboundError.status(response.status, excerpt: response.text)
                }
                return OutboundResponse(status: response.status, headers: headers, body: response.body)
            } catch {
                throw error as? OutboundError ?? .notConnected(host: request.host, detail: "\(error)")
            }
        }
    }

    @Test(
        "every adapter reads every hour of a range, and the open one, with nothing rejected", arguments: Venue.allCases)
    func hours(_ venue: Venue) async throws {
        // Several pages of every venue that has pages, and all that Kraken keeps.
        let range = TimeRange(.hour(-700), until: .hour(6))
        let batch = try await read(venue, .oneHour, range)
        #expect(batch.candles.map(\.openTime) == range.openTimes(every: .oneHour))
        #expect(batch.rejected.isEmpty)
        #expect(batch.venueTime == midHour)
    }

    @Test("every adapter reads minutes and days", arguments: Venue.allCases, [Interval.oneMinute, .oneDay])
    func otherIntervals(_ venue: Venue, _ interval: Interval) async throws {
        let range = TimeRange(interval.openTime(containing: midHour - interval.duration * 350), until: midHour)
        let batch = try await read(venue, interval, range)
        #expect(batch.candles.map(\.openTime) == range.openTimes(every: interval))
        #expect(batch.rejected.isEmpty)
    }

    @Test(
        "the feed reader reads every article of every feed, with its date, publisher and language, and gets 304 after that"
    )
    func feeds() async throws {
        try await withSandbox(.still(at: midHour)) { sandbox in
            for source in FeedSource.sources(of: sandbox.feedURLs, fetcher: Fetcher(), now: { midHour }) {
                let batch = try await source.articles(since: nil)
                #expect(batch.articles.count == 30 && batch.rejected.isEmpty)
                let names = ["Sandbox Gazette", "La Gazette simulée", "Simulated Times", "Demo Coin Post"]
                for article in batch.articles {
                    #expect(
                        names.contains(article.publisher) && !article.title.contains(article.publisher), "\(article)")
                    #expect(
                        article.published != nil && article.language == (article.publisher == names[1] ? "fr" : "en"),
                        "\(article)")
                    #expect(
                        article.link.hasPrefix(sandbox.origin + "/articles/") && !article.summary.contains("<"),
                        "\(article)")
                }
                #expect(try await source.articles(since: batch.validators).notModified)
            }
        }
    }

    @Test("a malformed feed is more than the forgiving reader forgives", arguments: [0, 1, 2])
    func malformedFeed(_ index: Int) async throws {
        try await withSandbox(.still(at: midHour)) { sandbox in
            for feed in [Endpoint.englishFeed, .frenchFeed, .googleFeed] {
                sandbox.faults.set(.malformedBody, on: feed)
            }
            let source = FeedSource(url: sandbox.feedURLs[index], fetcher: Fetcher(), now: { midHour })
            let failure = await #expect(throws: SourceFailure.self) { try await source.articles(since: nil) }
            #expect(failure?.kind == .malformed || failure?.kind == .unexpectedShape, "\(String(describing: failure))")
        }
    }

    private func read(_ venue: Venue, _ interval: Interval, _ range: TimeRange) async throws -> CandleBatch {
        try await withSandbox(.still(at: midHour)) { sandbox in
            let source = venue.source(baseURL: sandbox.baseURL(of: venue), fetcher: Fetcher(), apiKey: "any")
            return try await source.candles(of: interval, in: range)
        }
    }
}
