import API
import Domain
import HTTPTypes
import Support
import Testing

struct IndicatorRouteTests {
    @Test("indicators are aligned with the candles, newest first, and null while too little is known")
    func aligned() async throws {
        // Hour n closes at 100 + n; the newest one, still open, at 200.
        let response = try #require(
            try await Fixture(hours: Array(0..<21)).get("/v1/indicators?names=sma20&limit=1000").first)
        let page = try response.object()
        let rows = try #require(page["indicators"]).list
        #expect(page["columns"] == .array([.string("sma20")]))
        #expect(rows.count == 22)
        #expect(rows[0]["time"] == .string("2026-01-01T21:00:00Z") && rows[0]["closed"] == .bool(false))
        #expect(rows[1]["sma20"] == .number(110.5) && rows[1]["quote"] == .string("USD"))
        #expect(rows[2]["sma20"] == .number(109.5) && rows[3]["sma20"] == .null)
    }

    @Test("a page has the same values as a longer one: candles before it are read")
    func warmedUp() async throws {
        let fixture = try Fixture(hours: Array(0..<300))
        let names = "names=ema5,rsi3,macd,bollinger20,atr3,drawdown7,volume9"
        let all = try #require(try await fixture.get("/v1/indicators?\(names)&limit=1000").first?.object())
        let page = try #require(try await fixture.get("/v1/indicators?\(names)&limit=3").first)
        let rows = try #require(try page.object()["indicators"]).list
        #expect(rows == Array(try #require(all["indicators"]).list.prefix(3)))
        let next = try #require(page.headers[.link])
        #expect(next.contains("/v1/indicators?interval=1h&limit=3&before=") && next.contains("&names=ema5%2Crsi3"))
    }

    @Test("the Link header leads to every row once, in order")
    func pages() async throws {
        let fixture = try Fixture()
        var times: [JSON] = []
        var path: String? = "/v1/indicators?limit=7&names=sma2"
        while let current = path {
            let response = try #require(try await fixture.get(current).first)
            times += try #require(try response.object()["indicators"]).list.compactMap { $0["time"] }
            path = response.headers[.link].map { String($0.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" }) }
        }
        #expect(times.count == 61 && Set(times).count == 61)
    }

    @Test("without names there are the usual ones, and without candles no rows")
    func usual() async throws {
        let page = try #require(try await Fixture(hours: []).get("/v1/indicators").first?.object())
        #expect(page["indicators"] == .array([]))
        #expect(page["columns"]?.list.count == 10)
    }

    @Test(
        "an invalid parameter is named, with what is allowed",
        arguments: [
            ("names=vwap", "indicators, of sma, ema,"), ("names=sma20,", "(got 'sma20,')"),
            ("names=sma9999", "a period from 2 to 500"), ("interval=2h", "interval must be one of"),
            ("limit=0", "limit must be between"),
            ("names=" + (2..<30).map { "sma\($0)" }.joined(separator: ","), "at most 16 indicators"),
            ("before=abc", "before must be a cursor"),
        ])
    func invalid(query: String, detail: String) async throws {
        let response = try #require(try await Fixture().get("/v1/indicators?\(query)").first)
        #expect(
            response.status == 400 && response.text.contains(detail),
            "\(response.text)")
    }
}
