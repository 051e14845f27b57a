import Domain
import NIOHTTP1
import Sandbox
import Support
import Testing

struct CoinalyzeFormatTests {
    private struct Series: Decodable {
        struct Point: Decodable {
            let t: Int64
            let o, h, l, c, v, bv: Double
            let tx, btx: Int64
        }
        let symbol: String
        let history: [Point]
    }

    private func history(_ query: String, key: String? = "any") async throws -> ReceivedResponse {
        try await withSandbox(.still(at: midHour)) { sandbox in
            try await ask(
                sandbox.baseURL(of: .coinalyze) + "/ohlcv-history?" + query, headers: key.map { ["api_key": $0] } ?? [:]
            )
        }
    }

    @Test("the history comes with the symbol, both ends included, the open candle too")
    func rows() async throws {
        let query =
            "symbols=BTCUSD_PERP.A&interval=1hour&from=\(Timestamp.hour(3).seconds)&to=\(Timestamp.hour(5).seconds)"
        let series = try await history(query).json([Series].self)
        #expect(series.map(\.symbol) == ["BTCUSD_PERP.A"])
        #expect(series.first?.history.map(\.t) == [3, 4, 5].map { Timestamp.hour($0).seconds })
        for point in series.first?.history ?? [] {
            #expect(point.l <= min(point.o, point.c) && point.h >= max(point.o, point.c) && point.bv <= point.v)
        }
    }

    @Test("without a key every request is rejected")
    func noKey() async throws {
        #expect(try await history("symbols=BTCUSD_PERP.A&interval=1hour&from=0&to=1", key: nil).status == 401)
    }

    @Test("only the newest 2000 candles of an hour are kept, but all days")
    func depth() async throws {
        let range = "from=\(SimulatedMarket.defaultGenesis.seconds)&to=\(Timestamp.hour(5).seconds)"
        #expect(
            try await history("symbols=BTCUSD_PERP.A&interval=1hour&" + range).json([Series].self).first?.history.count
                == 2000)
        #expect(
            try await history("symbols=BTCUSD_PERP.A&interval=daily&" + range).json([Series].self).first?.history.count
                == 732)
    }

    @Test("an unknown symbol is omitted from the response")
    func unknownSymbol() async throws {
        #expect(try await history("symbols=DOGE&interval=1hour&from=0&to=1").text == "[]")
    }
}
