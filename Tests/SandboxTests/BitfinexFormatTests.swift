import Domain
import Sandbox
import Support
import Testing

struct BitfinexFormatTests {
    private func candles(_ interval: String, _ query: String) async throws -> ReceivedResponse {
        try await withSandbox(.still(at: midHour)) {
            try await ask($0.baseURL(of: .bitfinex) + "/v2/candles/trade:\(interval):tBTCUSD/hist?" + query)
        }
    }

    private func opens(_ response: ReceivedResponse) throws -> [Double] {
        try response.json([[Double]].self).map { $0[0] }
    }
    private func hours(_ hours: [Int64]) -> [Double] { hours.map { Double(Timestamp.hour($0).milliseconds) } }
    private let window = "start=\(Timestamp.hour(1).milliseconds)&end=\(Timestamp.hour(4).milliseconds)"

    @Test("a window has both its ends, newest first unless it is sorted")
    func window() async throws {
        #expect(try opens(try await candles("1h", window)) == hours([4, 3, 2, 1]))
        #expect(try opens(try await candles("1h", window + "&sort=1")) == hours([1, 2, 3, 4]))
    }

    @Test("of more rows than the limit, the oldest come when sorted, else the newest")
    func limit() async throws {
        #expect(try opens(try await candles("1h", window + "&limit=2&sort=1")) == hours([1, 2]))
        #expect(try opens(try await candles("1h", window + "&limit=2")) == hours([4, 3]))
        #expect(try opens(try await candles("1h", "")).count == 120)
    }

    @Test("the close comes before high and low")
    func columns() async throws {
        let row = try #require(try await candles("1D", "limit=1").json([[Double]].self).first)
        #expect(row.count == 6 && row[3] >= row[1] && row[3] >= row[2] && row[4] <= row[1] && row[4] <= row[2])
    }

    @Test(
        "a request that is not supported is an array with status 500", arguments: [("4h", ""), ("1h", "limit=10001")])
    func refused(interval: String, query: String) async throws {
        let response = try await candles(interval, query)
        #expect(response.status == 500 && response.text.hasPrefix(#"["error",10020,""#))
    }
}
