import Domain
import FoundationEssentials
import Sandbox
import Support
import Testing

struct CoinbaseFormatTests {
    private func candles(_ query: String, at moment: Timestamp = midHour, missing: Set<Timestamp> = []) async throws
        -> ReceivedResponse
    {
        try await withSandbox(.still(at: moment, missingHours: [.coinbase: missing])) { sandbox in
            try await ask(sandbox.baseURL(of: .coinbase) + "/products/BTC-USD/candles?" + query)
        }
    }

    @Test("rows are [time, low, high, open, close, volume], newest first, the open candle included, the end included")
    func rows() async throws {
        let response = try await candles(
            "granularity=3600&start=\(Timestamp.hour(2).rfc3339)&end=\(Timestamp.hour(5).rfc3339)")
        let rows = try response.json([[Double]].self)
        #expect(response.status == 200)
        #expect(rows.map { $0[0] } == [5, 4, 3, 2].map { Double(Timestamp.hour($0).seconds) })
        for row in rows {
            #expect(row.count == 6)
            #expect(row[1] <= min(row[3], row[4]) && row[2] >= max(row[3], row[4]) && row[5] > 0)
        }
    }

    @Test("the numbers are the market's")
    func numbers() async throws {
        let rows = try await candles(
            "granularity=3600&start=\(Timestamp.hour(2).seconds)&end=\(Timestamp.hour(2).seconds)"
        ).json([[Double]].self)
        let bar = try #require(
            SimulatedMarket().bars(of: .oneHour, in: TimeRange(.hour(2), until: .hour(3)), at: midHour).first)
        let prices = [bar.low, bar.high, bar.open, bar.close].map { Double($0) / 100 }
        #expect(rows.map { Array($0[1...4]) } == [prices])
        #expect(rows.first?.first == Double(bar.openTime.seconds))
    }

    @Test("more than 300 candles are rejected with Coinbase's message")
    func tooMany() async throws {
        let end = Timestamp.hour(5)
        let allowed = try await candles("granularity=3600&start=\((end - .hours(300)).rfc3339)&end=\(end.rfc3339)")
        let refused = try await candles("granularity=3600&start=\((end - .hours(301)).rfc3339)&end=\(end.rfc3339)")
        #expect(allowed.status == 200)
        #expect(refused.status == 400)
        let words = "granularity too small for the requested time range. Count of aggregations requested exceeds 300"
        #expect(try refused.json([String: String].self) == ["message": words])
    }

    @Test("without a start or an end the newest 300 come")
    func newest() async throws {
        let rows = try await candles("granularity=3600&start=\(Timestamp.hour(2).rfc3339)").json([[Double]].self)
        #expect(rows.count == 300)
        #expect(rows.first?.first == Double(Timestamp.hour(5).seconds))
    }

    @Test("a granularity that Coinbase does not have is refused")
    func granularity() async throws {
        #expect(try await candles("granularity=14400").status == 400)
    }

    @Test("an hour in which the venue was closed is absent, and the others stay as they are")
    func missingHours() async throws {
        let query = "granularity=3600&start=\(Timestamp.hour(2).rfc3339)&end=\(Timestamp.hour(5).rfc3339)"
        let whole = try await candles(query).json([[Double]].self)
        let gapped = try await candles(query, missing: [.hour(3)]).json([[Double]].self)
        #expect(gapped == whole.filter { $0[0] != Double(Timestamp.hour(3).seconds) })
        #expect(gapped.count == whole.count - 1)
    }

    @Test("the ticker has the current price")
    func ticker() async throws {
        struct Ticker: Decodable { let price, bid, ask, volume, size, time: String }
        let ticker = try await withSandbox(.still(at: midHour)) { sandbox in
            try await ask(sandbox.baseURL(of: .coinbase) + "/products/BTC-USD/ticker").json(Ticker.self)
        }
        let price = try #require(SimulatedMarket().price(at: midHour))
        #expect(Double(ticker.price) == Double(price) / 100)
        #expect(ticker.time == midHour.rfc3339)
    }

    @Test(
        "rows have the shape of the recorded ones",
        .enabled(if: SharedData.isHere, Comment(rawValue: SharedData.skipped)))
    func shape() async throws {
        let recorded = try JSONDecoder().decode(
            [[Double]].self, from: Data(SharedData.bytes("exchanges/coinbase-candles.json")))
        let end = Timestamp.hour(4) + .minutes(9)
        let rows = try await candles("granularity=60&start=\(Timestamp.hour(4).rfc3339)&end=\(end.rfc3339)").json(
            [[Double]].self)
        #expect(rows.map(\.count) == recorded.map(\.count))
        #expect(
            zip(rows, rows.dropFirst()).map { $0[0] - $1[0] }
                == zip(recorded, recorded.dropFirst()).map { $0[0] - $1[0] })
    }
}
