import Domain
import Sandbox
import Support
import Testing

struct CoinGeckoFormatTests {
    private struct Chart: Decodable { let prices: [[Double]] }

    private func range(_ query: String) async throws -> ReceivedResponse {
        try await withSandbox(.still(at: midHour)) {
            try await ask($0.baseURL(of: Witness.coingecko) + "/coins/bitcoin/market_chart/range?" + query)
        }
    }

    private func minutes(from: Timestamp, to: Timestamp) async throws -> [Double] {
        let prices = try await range("vs_currency=usd&from=\(from.seconds)&to=\(to.seconds)").json(Chart.self).prices
        #expect(prices.allSatisfy { $0[1] > 1000 })
        return prices.map { ($0[0] - Double(Timestamp.hour(0).milliseconds)) / 60_000 }
    }

    @Test("within the last day a point comes every five minutes, and none of the future")
    func fiveMinutes() async throws {
        #expect(try await minutes(from: .hour(5), to: .hour(9)) == [0, 5, 10, 15, 20].map { 300 + $0 })
    }

    @Test("before, a point comes every hour")
    func hourly() async throws {
        #expect(
            try await minutes(from: .hour(-48), to: .hour(-45)) == [-48, -47, -46, -45].map { Double($0) * 60 })
    }

    @Test("beyond a year a key is required")
    func tooOld() async throws {
        let response = try await range(
            "vs_currency=usd&from=\(Timestamp.hour(-24 * 400).seconds)&to=\(Timestamp.hour(0).seconds)")
        #expect(response.status == 401 && response.text.contains("10012"))
    }

    @Test("a range without a currency or an end is refused", arguments: ["from=1&to=2", "vs_currency=usd&from=1"])
    func refused(query: String) async throws {
        #expect(try await range(query).status == 400)
    }
}
