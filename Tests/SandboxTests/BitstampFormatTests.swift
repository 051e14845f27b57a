import Domain
import FoundationEssentials
import Sandbox
import Support
import Testing

struct BitstampFormatTests {
    private struct Body: Decodable {
        struct Part: Decodable {
            let ohlc: [[String: String]]
            let pair: String
        }
        let data: Part
    }

    private func ohlc(_ query: String) async throws -> ReceivedResponse {
        try await withSandbox(.still(at: midHour)) {
            try await ask($0.baseURL(of: .bitstamp) + "/api/v2/ohlc/btcusd/?" + query)
        }
    }

    private func times(_ response: ReceivedResponse) throws -> [String?] {
        try response.json(Body.self).data.ohlc.map { $0["timestamp"] }
    }
    private func hours(_ hours: ClosedRange<Int64>) -> [String?] { hours.map { String(Timestamp.hour($0).seconds) } }

    @Test("with an end, the newest rows up to it come, whatever the start says")
    func endWins() async throws {
        let query = "step=3600&limit=3&start=\(Timestamp.hour(-90).seconds)&end=\(Timestamp.hour(2).seconds)"
        #expect(try times(try await ohlc(query)) == hours(0...2))
        let early = "step=3600&limit=10&start=\(Timestamp.hour(1).seconds)&end=\(Timestamp.hour(2).seconds)"
        #expect(try times(try await ohlc(early)) == hours(-7...2))
    }

    @Test("with a start alone, rows come from there on")
    func startAlone() async throws {
        #expect(try times(try await ohlc("step=3600&limit=2&start=\(Timestamp.hour(1).seconds)")) == hours(1...2))
    }

    @Test("with neither, the newest rows come, the open one last")
    func newest() async throws {
        #expect(try times(try await ohlc("step=3600&limit=4")) == hours(2...5))
    }

    @Test(
        "a limit beyond 1000 and an unknown step are refused",
        arguments: ["step=3600&limit=1001", "step=3600", "step=7&limit=5"])
    func refused(_ query: String) async throws {
        #expect(try await ohlc(query).status == 400)
    }

    @Test(
        "rows have the shape of the recorded ones",
        .enabled(if: SharedData.isHere, Comment(rawValue: SharedData.skipped)))
    func shape() async throws {
        let recorded = try JSONDecoder().decode(
            Recorded<Body>.self, from: Data(SharedData.bytes("exchanges/bitstamp-ohlc-1.json"))
        ).body
        let ours = try await ohlc("step=60&limit=10&start=0&end=\(Timestamp.hour(1).seconds - 1)").json(Body.self)
        #expect(ours.data.pair == recorded.data.pair)
        #expect(ours.data.ohlc.map { Set($0.keys) } == recorded.data.ohlc.map { Set($0.keys) })
    }
}
