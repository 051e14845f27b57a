import Domain
import Exchanges
import Outbound
import OutboundSupport
import Support
import Testing

struct CoinalyzeTests {
    @Test("the key goes into a header, never into the address")
    func keyInHeader() async throws {
        let log = RequestLog()
        let source = Venue.coinalyze.source(
            fetcher: VenueDouble.coinalyze.fetcher(holding: [], log: log), apiKey: "s3cret")
        _ = try await source.candles(of: .oneHour, in: TimeRange(.hour(0), until: .hour(24)))
        let request = try #require(log.all.first)
        #expect(
            request.url
                == "https://api.coinalyze.net/v1/ohlcv-history?symbols=BTCUSD.C&interval=1hour&from=1767225600&to=1767308400"
        )
        #expect(request.headers.map(\.name) == ["api_key"] && request.headers.map(\.value) == ["s3cret"])
    }

    @Test("without a key no request is sent, and the setting is named", arguments: [nil, ""])
    func noKey(key: String?) async {
        let log = RequestLog()
        let source = Venue.coinalyze.source(fetcher: VenueDouble.coinalyze.fetcher(holding: [], log: log), apiKey: key)
        let failure = await #expect(throws: SourceFailure.self) {
            try await source.candles(of: .oneHour, in: TimeRange(.hour(0), until: .hour(24)))
        }
        #expect(failure?.kind == .auth && failure?.hint.english.contains("COINALYZE_API_KEY") == true)
        #expect(log.all.isEmpty)
    }

    @Test("another market has its own currency")
    func otherMarket() async throws {
        let double = VenueDouble.coinalyze
        let source = CoinalyzeSource(
            fetcher: double.fetcher(holding: [double.hour(0)]), apiKey: "key", symbol: "BTCUSDT.A", quote: .usdt)
        let batch = try await source.candles(of: .oneHour, in: TimeRange(.hour(0), until: .hour(1)))
        #expect(batch.candles.map(\.quote) == [.usdt])
    }

    @Test(
        "a market without rows, or not in the answer, gives nothing",
        arguments: ["[]", #"[{"symbol":"ETHUSD.C","history":[]}]"#])
    func nothing(body: String) async throws {
        let source = CoinalyzeSource(
            fetcher: StubFetcher { _ in OutboundResponse(body: [UInt8](body.utf8)) }, apiKey: "key")
        #expect(try await source.candles(of: .oneHour, in: TimeRange(.hour(0), until: .hour(1))).candles.isEmpty)
    }
}
