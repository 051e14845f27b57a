import Domain
import FoundationEssentials
import Sandbox
import Support
import Testing

struct KrakenFormatTests {
    private struct Body: Decodable {
        struct Result: Decodable {
            let rows: [[Cell]]
            let last: Int64
            enum CodingKeys: String, CodingKey { case rows = "XXBTZUSD", last }
        }
        let error: [String]
        let result: Result?
    }

    private func ohlc(_ query: String) async throws -> ReceivedResponse {
        try await withSandbox(.still(at: midHour + .seconds(30))) {
            try await ask($0.baseURL(of: .kraken) + "/0/public/OHLC?" + query)
        }
    }

    @Test("the newest 720 rows come and no more, the last one still open, and last points one row before it")
    func rows() async throws {
        let result = try #require(try await ohlc("pair=XBTUSD&interval=60&since=0").json(Body.self).result)
        #expect(result.rows.count == 720)
        #expect(result.rows.last?.first == .number(Double(Timestamp.hour(5).seconds)))
        #expect(result.last == Timestamp.hour(4).seconds)
    }

    @Test("a row is time, five prices and the volume as texts, and the number of trades")
    func row() async throws {
        let rows = try #require(try await ohlc("pair=XBTUSD&interval=60").json(Body.self).result?.rows)
        for row in rows {
            #expect(row.map(\.isText) == [false, true, true, true, true, true, true, false])
            let prices = row[1...5].compactMap(\.number)
            #expect(prices[1] == prices.max() && prices[2] == prices.min())
        }
    }

    @Test("since leaves out the row it names and those before")
    func since() async throws {
        let rows = try #require(
            try await ohlc("pair=XBTUSD&interval=60&since=\(Timestamp.hour(3).seconds)").json(Body.self).result?.rows)
        #expect(rows.map(\.first) == [4, 5].map { .number(Double(Timestamp.hour($0).seconds)) })
    }

    @Test("an unknown pair is an error with status 200")
    func unknownPair() async throws {
        let response = try await ohlc("pair=NOPE&interval=60")
        #expect(response.status == 200)
        #expect(try response.json(Body.self).error == ["EQuery:Unknown asset pair"])
    }

    @Test(
        "rows have the shape of the recorded ones",
        .enabled(if: SharedData.isHere, Comment(rawValue: SharedData.skipped)))
    func shape() async throws {
        let recorded = try JSONDecoder().decode(Body.self, from: Data(SharedData.bytes("exchanges/kraken-ohlc.json")))
        let ours = try await ohlc("pair=XBTUSD&interval=1").json(Body.self)
        #expect(ours.error == recorded.error)
        #expect(ours.result?.rows.count == recorded.result?.rows.count)
        #expect(ours.result?.rows.map { $0.map(\.isText) } == recorded.result?.rows.map { $0.map(\.isText) })
        let lastRow = { (body: Body) in body.result?.rows.dropLast().last?.first?.number }
        #expect(lastRow(ours) == ours.result.map { Double($0.last) })
        #expect(lastRow(recorded) == recorded.result.map { Double($0.last) })
    }
}
