import Domain
import Exchanges
import Outbound
import OutboundSupport
import Support
import Testing

struct CoinGeckoTests {
    private let range = TimeRange(.hour(0), until: .hour(3))

    private func witness(_ points: [(minute: Int64, price: Double)], log: RequestLog = RequestLog()) -> any PriceWitness
    {
        let prices = points.map { "[\((Timestamp.hour(0) + .minutes($0.minute)).milliseconds),\($0.price)]" }
        return witness(#"{"prices":[\#(prices.joined(separator: ","))],"market_caps":[],"total_volumes":[]}"#, log: log)
    }

    private func witness(_ body: String, log: RequestLog = RequestLog()) -> any PriceWitness {
        Witness.coingecko.source(
            fetcher: StubFetcher { request in
                log.add(request)
                return OutboundResponse(body: [UInt8](body.utf8))
            })
    }

    @Test("the close of an hour is the price nearest to its end")
    func nearest() async throws {
        let closes = try await witness([(55, 1), (59, 2), (62, 3), (121, 4), (176, 5)]).closes(of: .oneHour, in: range)
        #expect(
            closes == [
                WitnessedClose(openTime: .hour(0), close: 2, quote: .usd),
                WitnessedClose(openTime: .hour(1), close: 4, quote: .usd),
                WitnessedClose(openTime: .hour(2), close: 5, quote: .usd),
            ])
    }

    @Test("an hour without a price within five minutes of its end has none")
    func tooFar() async throws {
        let closes = try await witness([(54, 1), (66, 2), (121, 4), (186, 5)]).closes(of: .oneHour, in: range)
        #expect(closes.map(\.openTime) == [.hour(1)])
    }

    @Test("the question covers the ends of the hours, in seconds, within the budget")
    func question() async throws {
        let log = RequestLog()
        let witness = witness([], log: log)
        #expect(try await witness.closes(of: .oneHour, in: range).isEmpty)
        #expect(
            log.all.map(\.url) == [
                "https://api.coingecko.com/api/v3/coins/bitcoin/market_chart/range?vs_currency=usd&from=1767228900&to=1767236700"
            ])
        #expect(log.all.map(\.budget) == [witness.facts.budget] && log.all.map(\.label) == ["coingecko"])
    }

    @Test(
        "another format is a failure, and not nothing",
        arguments: [
            #"{"prices":[[1767229200,100],[1767232800,101]]}"#, #"{"prices":[["now","much"]]}"#, "[]",
            #"{"prices":[[1767229200000,-5]]}"#, #"{"error":"coin not found"}"#,
        ])
    func otherFormat(body: String) async {
        let failure = await #expect(throws: SourceFailure.self) {
            try await witness(body).closes(of: .oneHour, in: range)
        }
        #expect(failure?.kind == .unexpectedShape && failure?.source == "coingecko")
    }

    @Test("an interval without hourly prices is refused without a request")
    func minutes() async {
        let log = RequestLog()
        let failure = await #expect(throws: SourceFailure.self) {
            try await witness([], log: log).closes(of: .oneMinute, in: range)
        }
        #expect(failure?.kind == .empty && log.all.isEmpty)
    }
}
