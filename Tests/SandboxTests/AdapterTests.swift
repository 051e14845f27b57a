import Domain
import Exchanges
import Feeds
import Outbound
import Sandbox
import Support
import Testing

/// The program's own adapters in the simulated world: what `demo` rests on.
struct AdapterTests {
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
            for source in FeedSource.sources(of: sandbox.feedURLs, fetcher: DirectFetcher(), now: { midHour }) {
                let batch = try await source.articles(FeedRequest())
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
                #expect(try await source.articles(FeedRequest(since: batch.validators)).notModified)
            }
        }
    }

    @Test("a malformed feed is more than the forgiving reader forgives", arguments: [0, 1, 2])
    func malformedFeed(_ index: Int) async throws {
        try await withSandbox(.still(at: midHour)) { sandbox in
            for feed in [Endpoint.englishFeed, .frenchFeed, .googleFeed] {
                sandbox.faults.set(.malformedBody, on: feed)
            }
            let source = FeedSource(url: sandbox.feedURLs[index], fetcher: DirectFetcher(), now: { midHour })
            let failure = await #expect(throws: SourceFailure.self) { try await source.articles(FeedRequest()) }
            #expect(failure?.kind == .malformed || failure?.kind == .unexpectedShape, "\(String(describing: failure))")
        }
    }

    private func read(_ venue: Venue, _ interval: Interval, _ range: TimeRange) async throws -> CandleBatch {
        try await withSandbox(.still(at: midHour)) { sandbox in
            let source = venue.source(baseURL: sandbox.baseURL(of: venue), fetcher: DirectFetcher(), apiKey: "any")
            return try await source.candles(of: interval, in: range)
        }
    }
}
