import Domain
import Exchanges
import Outbound
import OutboundSupport
import Support
import Testing

struct BinanceTests {
    @Test("hours are requested a thousand at a time, both ends inclusive")
    func pages() async throws {
        let log = RequestLog()
        let start = Timestamp(milliseconds: 1_588_280_400_000)
        _ = try await VenueDouble.binance.source(holding: [], log: log).candles(
            of: .oneHour, in: TimeRange(start, until: start + .hours(1471)))
        #expect(
            log.all.map(\.url) == [
                "https://api.binance.com/api/v3/klines?symbol=BTCUSDT&interval=1h&startTime=1588280400000&endTime=1591876800000&limit=1000",
                "https://api.binance.com/api/v3/klines?symbol=BTCUSDT&interval=1h&startTime=1591880400000&endTime=1593572400000&limit=1000",
            ])
    }

    @Test("of several pages the earliest server time is used")
    func earliestClock() async throws {
        let log = RequestLog()
        let source = BinanceSource(
            fetcher: StubFetcher { request in
                log.add(request)
                let minute = log.all.count == 1 ? "00" : "05"
                return OutboundResponse(
                    headers: ["date": "Thu, 01 Jan 2026 00:\(minute):00 GMT"], body: [UInt8]("[]".utf8))
            })
        let batch = try await source.candles(of: .oneHour, in: TimeRange(.hour(-1500), until: .hour(1)))
        #expect(log.all.count == 2 && batch.venueTime == .hour(0))
    }

    @Test("a ban lasts until the moment that its text names, also where a header says less")
    func ban() async {
        let text =
            #"{"code":-1003,"msg":"Way too much request weight used; IP banned until 1767229200000. Please use "#
            + #"WebSocket Streams for live updates to avoid bans."}"#
        for wait in [nil, Duration.seconds(5)] {
            let source = BinanceSource(
                fetcher: StubFetcher { _ throws(OutboundError) in throw .status(418, excerpt: text, retryAfter: wait) })
            let failure = await #expect(throws: SourceFailure.self) {
                try await source.page(of: .oneHour, in: TimeRange(.hour(0), until: .hour(1)))
            }
            #expect(failure?.kind == .rateLimited)
            #expect(failure?.notBefore(failedAt: .hour(0)) == .hour(1))
        }
    }

    @Test("a ban that has ended by a fast clock of this host lasts as long as its header, or the documentation, says")
    func banOnFastClock() async {
        let text = #"{"code":-1003,"msg":"Way too much request weight used; IP banned until 1767229200000."}"#
        // This host is two hours ahead: for it the ban of one hour ended an hour ago.
        for (wait, until) in [(Duration.hours(1), Timestamp.hour(3)), (nil, .hour(2) + .minutes(2))] {
            let source = BinanceSource(
                fetcher: StubFetcher { _ throws(OutboundError) in throw .status(418, excerpt: text, retryAfter: wait) })
            let failure = await #expect(throws: SourceFailure.self) {
                try await source.page(of: .oneHour, in: TimeRange(.hour(0), until: .hour(1)))
            }
            #expect(failure?.notBefore(failedAt: .hour(2)) == until)
        }
    }

    @Test(
        "a refusal without the end of a ban keeps its own delay",
        arguments: [
            #"{"code":-1003,"msg":"Too many requests."}"#, "IP banned until soon",
            "IP banned until 99999999999999999999999",
        ])
    func noBanEnd(text: String) async {
        let error = OutboundError.status(429, excerpt: text, retryAfter: .seconds(9))
        let source = BinanceSource(fetcher: StubFetcher { _ throws(OutboundError) in throw error })
        let failure = await #expect(throws: SourceFailure.self) {
            try await source.page(of: .oneHour, in: TimeRange(.hour(0), until: .hour(1)))
        }
        #expect(failure == SourceFailure("binance", error))
    }

    @Test(
        "the recorded pages give the 1,468 hours that exist, and nothing in the gap of 2020-06-28",
        .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
    func recorded() async throws {
        let rows = try Recording.binance(6) + Recording.binance(7)
        let range = TimeRange(
            Timestamp(milliseconds: 1_588_280_400_000), until: Timestamp(milliseconds: 1_593_576_000_000))
        let batch = try await VenueDouble.binance.source(holding: rows).candles(of: .oneHour, in: range)
        #expect(batch.candles.count == 1468 && Set(batch.candles.map(\.openTime)).count == 1468)
        #expect(batch.rejected.isEmpty)
        let missing = Set(range.openTimes(every: .oneHour)).subtracting(batch.candles.map(\.openTime)).sorted()
        #expect(missing.map(\.rfc3339) == ["2020-06-28T02:00:00Z", "2020-06-28T03:00:00Z", "2020-06-28T04:00:00Z"])
        #expect(batch.candles.first?.open == 8819.15 && batch.candles.allSatisfy { $0.quote == .usdt })
    }
}
