import Domain
import Exchanges
import Outbound
import OutboundSupport
import Support
import Testing

struct CoinbaseTests {
    @Test("the question has both ends in RFC 3339 and the length in seconds")
    func question() async throws {
        let log = RequestLog()
        _ = try await VenueDouble.coinbase.source(holding: [], log: log).candles(
            of: .oneHour, in: TimeRange(.hour(0), until: .hour(2)))
        #expect(
            log.all.map(\.url) == [
                "https://api.exchange.coinbase.com/products/BTC-USD/candles?granularity=3600&start=2026-01-01T00:00:00Z&end=2026-01-01T01:00:00Z"
            ])
    }

    @Test("a request has at most 300 candles, as Coinbase rejects more")
    func atMost300() async throws {
        let source = VenueDouble.coinbase.source(holding: [])
        for hours: Int64 in [299, 300, 301, 600, 601, 2161] {
            _ = try await source.candles(
                of: .oneHour, in: TimeRange(.hour(0) + .minutes(30), until: .hour(hours) + .minutes(30)))
        }
    }

    @Test(
        "the recorded minutes come oldest first, low and high in their place",
        .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
    func recorded() async throws {
        let body = try SharedData.bytes("exchanges/coinbase-candles.json")
        let source = CoinbaseSource(fetcher: StubFetcher { _ in OutboundResponse(body: body) })
        let range = TimeRange(Timestamp(seconds: 1_517_443_200), until: Timestamp(seconds: 1_517_443_800))
        let batch = try await source.candles(of: .oneMinute, in: range)
        #expect(batch.candles.map(\.openTime) == range.openTimes(every: .oneMinute))
        let newest = try Candle(
            .oneMinute, at: Timestamp(seconds: 1_517_443_740), open: 10106.01, high: 10120.21, low: 10106,
            close: 10120.21, volume: 2.85107455)
        #expect(batch.candles.last == newest)
        #expect(batch.rejected.isEmpty)
    }
}
