import Domain
import FoundationEssentials
import Sandbox
import Support
import Testing

struct BinanceFormatTests {
    private func klines(_ query: String) async throws -> ReceivedResponse {
        try await withSandbox(.still(at: midHour)) {
            try await ask($0.baseURL(of: .binance) + "/api/v3/klines?" + query)
        }
    }

    private func opens(_ response: ReceivedResponse) throws -> [Double?] {
        try response.json([[Cell]].self).map { $0.first?.number }
    }
    private func hours(_ hours: ClosedRange<Int64>) -> [Double?] {
        hours.map { Double(Timestamp.hour($0).milliseconds) }
    }

    @Test("from a start, the oldest rows come first, up to and including the end")
    func range() async throws {
        let query =
            "symbol=BTCUSDT&interval=1h&startTime=\(Timestamp.hour(1).milliseconds)&endTime=\(Timestamp.hour(3).milliseconds)"
        #expect(try opens(try await klines(query)) == hours(1...3))
        #expect(try opens(try await klines(query + "&limit=2")) == hours(1...2))
    }

    @Test("with an end alone, the newest rows before it come")
    func endAlone() async throws {
        #expect(
            try opens(try await klines("symbol=BTCUSDT&interval=1h&limit=2&endTime=\(Timestamp.hour(3).milliseconds)"))
                == hours(2...3))
    }

    @Test(
        "500 rows by default, and never more than 1000",
        arguments: [("", 500), ("&limit=7", 7), ("&limit=5000", 1000)])
    func limits(_ limit: String, _ count: Int) async throws {
        #expect(try opens(try await klines("symbol=BTCUSDT&interval=1h" + limit)).count == count)
    }

    @Test("an unknown symbol is rejected with Binance's message")
    func unknownSymbol() async throws {
        let response = try await klines("symbol=NOPE&interval=1h")
        #expect(response.status == 400)
        #expect(response.text == #"{"code":-1121,"msg":"Invalid symbol."}"#)
    }

    @Test(
        "an unknown interval and a missing symbol are refused",
        arguments: ["symbol=BTCUSDT&interval=7h", "interval=1h"])
    func refused(_ query: String) async throws {
        #expect(try await klines(query).status == 400)
    }

    @Test(
        "rows have the shape of the recorded ones",
        .enabled(if: SharedData.isHere, Comment(rawValue: SharedData.skipped)))
    func shape() async throws {
        let recorded = try JSONDecoder().decode(
            Recorded<[[Cell]]>.self, from: Data(SharedData.bytes("exchanges/binance-klines-1.json"))
        ).body
        let ours = try await klines("symbol=BTCUSDT&interval=5m&limit=24").json([[Cell]].self)
        #expect(ours.map { $0.map(\.isText) } == recorded.map { $0.map(\.isText) })
        let length = { (row: [Cell]) in row[6].number.flatMap { close in row[0].number.map { close - $0 } } }
        #expect(ours.map(length) == recorded.map(length))
    }
}
