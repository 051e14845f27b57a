import Domain
import Exchanges
import Outbound
import OutboundSupport
import Support
import Testing

struct BitfinexTests {
    @Test("hours are requested oldest first, both ends inclusive, in milliseconds")
    func question() async throws {
        let log = RequestLog()
        _ = try await VenueDouble.bitfinex.source(holding: [], log: log).page(
            of: .oneHour, in: TimeRange(.hour(0), until: .hour(3)))
        #expect(
            log.all.map(\.url) == [
                "https://api-pub.bitfinex.com/v2/candles/trade:1h:tBTCUSD/hist?start=1767225600000&end=1767232800000&limit=5000&sort=1"
            ])
    }

    @Test(
        "an interval has Bitfinex's own name",
        arguments: [(Interval.oneMinute, "1m"), (.oneHour, "1h"), (.oneDay, "1D")])
    func words(interval: Interval, word: String) async throws {
        let log = RequestLog()
        let open = interval.openTime(containing: .hour(0))
        _ = try await VenueDouble.bitfinex.source(holding: [], log: log).page(
            of: interval, in: TimeRange(open, until: open + interval.duration))
        #expect(log.all.first?.url.contains("/trade:\(word):tBTCUSD/") == true)
    }

    /// The documented order: time, open, close, high, low, volume.
    @Test("the close comes second, before high and low")
    func order() async throws {
        let body = "[[1767225600000,100,105,110,90,2.5]]"
        let source = BitfinexSource(fetcher: StubFetcher { _ in OutboundResponse(body: [UInt8](body.utf8)) })
        let page = try await source.page(of: .oneHour, in: TimeRange(.hour(0), until: .hour(1)))
        #expect(
            page.candles == [try Candle(.oneHour, at: .hour(0), open: 100, high: 110, low: 90, close: 105, volume: 2.5)]
        )
    }

    @Test("a rate limit under status 500 is a pause of 70 s")
    func pause() async {
        let source = BitfinexSource(
            fetcher: StubFetcher { _ throws(OutboundError) in
                throw .status(500, excerpt: #"["error",11010,"ratelimit: error"]"#, retryAfter: nil)
            })
        let failure = await #expect(throws: SourceFailure.self) {
            try await source.page(of: .oneHour, in: TimeRange(.hour(0), until: .hour(1)))
        }
        #expect(failure?.kind == .rateLimited && failure?.documentedPause == .seconds(70))
        #expect(failure?.retryAfter == nil)
    }

    @Test(
        "an error is of the kind that it names, with whatever status it comes",
        arguments: [
            (#"["error",11010,"ratelimit: error"]"#, 429, ErrorKind.rateLimited),
            (#"{"error":"ERR_RATE_LIMIT"}"#, 429, .rateLimited),
            (#"["error",20060,"maintenance"]"#, 503, .maintenance),
            (#"["error",10020,"limit: invalid"]"#, 500, .unexpectedShape),
            (#"["error",10000,"unknown"]"#, 500, .httpStatus),
        ])
    func errors(body: String, status: Int, kind: ErrorKind) async {
        let wait: Duration? = status == 429 ? .seconds(70) : nil
        let withStatus = BitfinexSource(
            fetcher: StubFetcher { _ throws(OutboundError) in throw .status(status, excerpt: body, retryAfter: wait) })
        let withoutStatus = BitfinexSource(fetcher: StubFetcher { _ in OutboundResponse(body: [UInt8](body.utf8)) })
        for source in [withStatus, withoutStatus] {
            let failure = await #expect(throws: SourceFailure.self) {
                try await source.page(of: .oneHour, in: TimeRange(.hour(0), until: .hour(1)))
            }
            #expect(failure?.kind == kind)
            #expect(failure?.documentedPause == (kind == .rateLimited ? .seconds(70) : nil))
        }
    }
}
