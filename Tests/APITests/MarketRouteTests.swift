import API
import Domain
import HTTPTypes
import Support
import Testing

@Suite("The API of version 1") struct MarketRouteTests {
    @Test("the price is the newest one, with its source, time and 24-hour change")
    func price() async throws {
        let response = try #require(try await Fixture().get("/v1/price").first)
        let price = try response.object()
        #expect(price["price"] == .number(200))
        #expect(price["source"] == .string("coinbase"))
        #expect(price["quote"] == .string("USD"))
        #expect(price["as_of"] == .string("2026-01-03T12:20:00Z"))
        #expect(price["stale"] == .bool(false))
        // 24 hours before 12:20 the last closing price was that of 12:00: hour 35.
        #expect(price["change_24h"] == .number(200 - 135))
    }

    @Test("without the candle of 24 hours earlier there is no change")
    func noChange() async throws {
        let price = try #require(try await Fixture(hours: Array(0..<35) + Array(36..<60)).get("/v1/price").first)
            .object()
        #expect(price["change_24h"] == nil)
    }

    @Test("a price older than two hours is stale, and the response says until when it is fresh")
    func stale() async throws {
        var fixture = try Fixture()
        let fresh = try #require(try await fixture.get("/v1/price").first).object()
        #expect(fresh["fresh_until"] == .string("2026-01-03T14:20:00Z"))
        fixture.now = fixture.now + .hours(3)
        #expect(try await fixture.get("/v1/price").first?.object()["stale"] == .bool(true))
    }

    @Test("candles are newest first, including the open one, marked as open")
    func candles() async throws {
        let response = try #require(try await Fixture().get("/v1/candles?limit=3").first)
        let candles = try #require(try response.object()["candles"]).list
        #expect(candles.map { $0["close"] } == [.number(200), .number(159), .number(158)])
        #expect(candles.map { $0["closed"] } == [.bool(false), .bool(true), .bool(true)])
    }

    @Test("a missing hour is absent")
    func gaps() async throws {
        let candles = try #require(
            try await Fixture(hours: [0, 1, 3]).get("/v1/candles?limit=10").first?.object()["candles"]
        ).list
        #expect(candles.count == 4)
    }

    @Test("the Link header leads to every candle once, in order", arguments: [1, 7, 61, 1000])
    func pages(limit: Int) async throws {
        let fixture = try Fixture()
        var closes: [JSON] = []
        var path: String? = "/v1/candles?limit=\(limit)"
        while let current = path {
            let response = try #require(try await fixture.get(current).first)
            closes += try #require(try response.object()["candles"]).list.compactMap { $0["close"] }
            path = response.headers[.link].map { String($0.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" }) }
        }
        let stored: [Double] = [200] + (0..<60).reversed().map { hour in 100 + Double(hour) }
        #expect(closes == stored.map(JSON.number))
    }

    @Test("the Link header leads to every article once, in order")
    func newsPages() async throws {
        let fixture = try Fixture()
        var titles: [JSON] = []
        var path: String? = "/v1/news?limit=7&lang=en"
        while let current = path {
            let response = try #require(try await fixture.get(current).first)
            titles += try #require(try response.object()["news"]).list.compactMap { $0["title"] }
            path = response.headers[.link].map { String($0.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" }) }
        }
        #expect(titles == (0..<30).reversed().map { .string("Article \($0)") })
    }

    @Test("candles of a range are those that open in it")
    func range() async throws {
        let path = "/v1/candles?from=2026-01-01T05:00:00Z&to=2026-01-01T08:00:00Z&limit=100"
        let candles = try #require(try await Fixture().get(path).first?.object()["candles"]).list
        #expect(candles.map { $0["close"] } == [.number(107), .number(106), .number(105)])
    }

    @Test(
        "the analysis is in the requested language",
        arguments: [("/v1/analysis?lang=fr", "Le cours monte."), ("/v1/analysis", "The price rises.")])
    func analysis(path: String, text: String) async throws {
        #expect(try await Fixture().get(path).first?.object()["text"] == .string(text))
    }

    @Test("the analysis varies by Accept-Language")
    func negotiation() async throws {
        let response = try #require(
            try await Fixture().get("/v1/analysis", headers: [.acceptLanguage: "de;q=0.9, fr-CA;q=0.8, en;q=0.1"]).first
        )
        #expect(try response.object()["text"] == .string("Le cours monte."))
        #expect(response.headers[.vary] == "Accept-Language")
        #expect(response.headers[.contentLanguage] == "fr")
    }

    @Test(
        "simulated data are marked in every response",
        arguments: ["/v1/price", "/v1/candles", "/v1/news", "/v1/analysis"])
    func simulated(path: String) async throws {
        let response = try #require(try await Fixture().get(path, simulated: true).first)
        #expect(try response.object()["simulated"] == .bool(true))
        #expect(response.headers[.simulated] == "true")
    }

    @Test("an empty archive has no price and no analysis, and empty lists")
    func empty() async throws {
        let responses = try await Fixture(hours: [], articles: 0).get(
            "/v1/price", "/v1/analysis", "/v1/candles", "/v1/news")
        #expect(responses.map(\.status) == [404, 404, 200, 200])
        #expect(try responses[0].object()["type"] == .string("urn:bitcoin-analyzer:problem:no-data"))
    }
}
