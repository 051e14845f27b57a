import Domain
import Exchanges
import Outbound
import OutboundSupport
import Support
import Testing

struct BitstampTests {
    @Test("a doubled row does not push the first hour of a window over the limit")
    func doubledRow() async throws {
        let rows = (0..<2000).flatMap { n in
            [UInt8](repeating: 0, count: n % 50 == 7 ? 2 : 1).map { _ in VenueDouble.bitstamp.hour(Int64(n)) }
        }
        let range = TimeRange(.hour(0), until: .hour(2000))
        let batch = try await VenueDouble.bitstamp.source(holding: rows).candles(of: .oneHour, in: range)
        #expect(batch.candles.map(\.openTime) == range.openTimes(every: .oneHour))
    }

    @Test("no window is wider than the limit")
    func windows() async throws {
        let log = RequestLog()
        _ = try await VenueDouble.bitstamp.source(holding: [], log: log).candles(
            of: .oneDay, in: TimeRange(.hour(0), until: .hour(24 * 4000)))
        let queries = log.all.map(Query.init)
        #expect(queries.count == 5)
        #expect(
            queries.allSatisfy {
                $0.path == "/api/v2/ohlc/btcusd/"
                    && ($0.number("end") - $0.number("start")) / 86400 < $0.number("limit")
            })
    }

    @Test(
        "too many requests are that, with whatever status they come",
        arguments: ["400.002", "400.067", "400.068"], [200, 400, 429, 500])
    func rateLimit(code: String, status: Int) async {
        let body =
            #"{"status":"error","reason":"Request rejected due to exceeded rate limit","response_code":"\#(code)"}"#
        let source = BitstampSource(
            fetcher: StubFetcher { _ throws(OutboundError) in
                if status != 200 { throw .status(status, excerpt: body) }
                return OutboundResponse(body: [UInt8](body.utf8))
            })
        let failure = await #expect(throws: SourceFailure.self) {
            try await source.page(of: .oneHour, in: TimeRange(.hour(0), until: .hour(1)))
        }
        #expect(failure?.kind == .rateLimited && failure?.documentedPause == source.facts.budget.pause)
    }

    @Test("another error is one of the request, and its words are passed on", arguments: [200, 400])
    func otherError(status: Int) async {
        let body = #"{"code":"API0005","errors":[{"field":"step","message":"Not a valid choice."}]}"#
        let source = BitstampSource(
            fetcher: StubFetcher { _ throws(OutboundError) in
                if status != 200 { throw .status(status, excerpt: body) }
                return OutboundResponse(body: [UInt8](body.utf8))
            })
        let failure = await #expect(throws: SourceFailure.self) {
            try await source.page(of: .oneHour, in: TimeRange(.hour(0), until: .hour(1)))
        }
        #expect(failure?.kind == .unexpectedShape && failure?.message.english.contains("API0005") == true)
    }

    @Test(
        "the recorded year of days is complete, despite the limit and a repeated day",
        .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
    func recorded() async throws {
        let range = TimeRange(Timestamp(seconds: 1_546_300_800), until: Timestamp(seconds: 1_577_836_800))
        let batch = try await VenueDouble.bitstamp.source(holding: try Recording.bitstamp(3)).candles(
            of: .oneDay, in: range)
        #expect(batch.candles.map(\.openTime) == range.openTimes(every: .oneDay))
        #expect(batch.rejected.isEmpty)
        // Returned twice, the second time complete.
        #expect(batch.candles.first { $0.openTime.seconds == 1_546_992_000 }?.close == 4002.13)
    }

    @Test(
        "recorded minutes without a trade are kept as the venue gives them",
        .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
    func recordedMinutes() async throws {
        let range = TimeRange(Timestamp(seconds: 1_577_776_800), until: Timestamp(seconds: 1_577_836_800))
        let batch = try await VenueDouble.bitstamp.source(holding: try Recording.bitstamp(2)).candles(
            of: .oneMinute, in: range)
        #expect(batch.candles.count == 1000 && batch.candles.count { $0.volume == 0 } == 13)
    }
}
