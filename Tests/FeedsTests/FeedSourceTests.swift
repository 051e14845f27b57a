import Domain
import Feeds
import Outbound
import OutboundSupport
import Support
import Synchronization
import Testing

@Suite("A feed as a news source")
struct FeedSourceTests {
    private let url = "https://www.hourlycoin.example/feed"

    private func source(_ answer: @escaping @Sendable (OutboundRequest) throws(OutboundError) -> OutboundResponse)
        -> FeedSource
    {
        FeedSource(url: url, fetcher: StubFetcher(answer), now: { .hour(48) })
    }

    @Test("articles come with the validators to ask again with")
    func validators() async throws {
        let feed = source { _ in
            OutboundResponse(
                headers: ["etag": "W/\"1\"", "last-modified": "Thu, 01 Jan 2026 10:00:00 GMT"],
                body: Array(rss(item()).utf8))
        }
        let batch = try await feed.articles(FeedRequest())
        #expect(batch.articles.map(\.title) == ["Bitcoin rises"])
        #expect(batch.articles.first?.feed == "hourlycoin.example")
        #expect(batch.validators == FeedValidators(etag: "W/\"1\"", lastModified: "Thu, 01 Jan 2026 10:00:00 GMT"))
        #expect(!batch.notModified)
    }

    @Test("the validators are sent back byte for byte")
    func conditional() async throws {
        let sent = Mutex<[String: String]>([:])
        let feed = source { request in
            sent.withLock { headers in for (name, value) in request.headers { headers[name] = value } }
            return OutboundResponse(status: 304, body: [])
        }
        let validators = FeedValidators(etag: "W/\"a b\"", lastModified: "yesterday")
        let batch = try await feed.articles(FeedRequest(since: validators))
        #expect(sent.withLock { $0 } == ["If-None-Match": "W/\"a b\"", "If-Modified-Since": "yesterday"])
        #expect(batch.notModified && batch.articles.isEmpty)
        #expect(batch.validators == validators)
    }

    @Test("the first question carries no condition and asks for a feed")
    func unconditional() async throws {
        let feed = source { request in
            #expect(request.headers.isEmpty)
            #expect(request.expecting == .feed)
            #expect(request.url == "https://www.hourlycoin.example/feed")
            return OutboundResponse(body: Array(rss(item()).utf8))
        }
        let batch = try await feed.articles(FeedRequest())
        #expect(batch.validators == nil)
    }

    @Test("a 304 to a question without a condition is asked again past caches, and is a failure then")
    func unaskedNotModified() async throws {
        let feed = source { request in
            request.headers.isEmpty
                ? OutboundResponse(status: 304, body: []) : OutboundResponse(body: Array(rss(item()).utf8))
        }
        #expect(try await feed.articles(FeedRequest()).articles.count == 1)
        let endless = source { _ in OutboundResponse(status: 304, body: []) }
        let failure = await #expect(throws: SourceFailure.self) { try await endless.articles(FeedRequest()) }
        #expect(failure?.kind == .empty)
    }

    @Test("a truncated document is fetched again in full")
    func cutOff() async throws {
        let body = Array(rss(item(), item(link: "https://hourlycoin.example/two")).utf8).dropLast(60)
        let feed = source { _ in OutboundResponse(headers: ["etag": "\"1\""], body: Array(body)) }
        let batch = try await feed.articles(FeedRequest())
        #expect(batch.articles.count == 1)
        #expect(batch.validators == nil)
        #expect(batch.rejected.contains { $0.contains("cut off") })
    }

    @Test("a failure of the network is passed on as it is")
    func failure() async throws {
        let feed = source { _ throws(OutboundError) in throw .status(429) }
        let failure = await #expect(throws: SourceFailure.self) { try await feed.articles(FeedRequest()) }
        #expect(failure?.kind == .rateLimited)
        #expect(failure?.source == "hourlycoin.example")
    }

    @Test("the charset of the HTTP header decodes a document that names none")
    func charset() async throws {
        let text = rss(item(title: "caf\u{E9}")).replacing(" encoding=\"UTF-8\"", with: "")
        let feed = source { _ in
            OutboundResponse(
                headers: ["content-type": "text/xml; charset=ISO-8859-1"],
                body: text.unicodeScalars.map { UInt8($0.value) })
        }
        let batch = try await feed.articles(FeedRequest())
        #expect(batch.articles.map(\.title) == ["café"])
    }
}
